// Says in time that a session is about to end, and keeps it when somebody is there. Without this,
// the text of a form is kept all the same when it is sent too late.
const WARN_MS = 120_000;

const notice = document.querySelector("[data-idle-seconds]");
if (notice) {
  const limit = Number(notice.dataset.idleSeconds) * 1000;
  const words = notice.querySelector("[data-idle-words]");
  const button = notice.querySelector("button");
  let timer;

  const say = (text) => {
    notice.hidden = false;
    words.textContent = text;
  };

  const begin = () => {
    notice.hidden = true;
    words.textContent = "";
    const end = new Date(Date.now() + limit);
    const time = end.toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit" });
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(`You will be signed out at ${time}, because nothing happens here.`);
      timer = setTimeout(() => {
        button.hidden = true;
        say("You are signed out. What you typed is kept: send it, and sign in again.");
      }, WARN_MS);
    }, Math.max(limit - WARN_MS, limit / 2));
  };

  button.addEventListener("click", async () => {
    const answer = await fetch("/api/v1/me").catch(() => null);
    if (answer?.ok) {
      begin();
    } else {
      button.hidden = true;
      say("You are signed out. What you typed is kept: send it, and sign in again.");
    }
  });

  begin();
}
