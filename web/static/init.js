// Starts the NHS components and keeps focus where the reader needs it. Pages work without it.
import { initAll } from "./vendor/nhsuk/nhsuk-frontend.min.js";
import "./idle.js";

initAll();

// A page that answers a form says so first: the summary of errors focuses itself, the notice here.
const notice = document.querySelector("[data-focus-on-load]");
if (notice) {
  notice.focus();
}

// After htmx has put in new content, its components start and its marked heading gets the focus.
document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  initAll({ scope: target });
  target.querySelector("[data-focus-on-swap]")?.focus();
});

// The back button may fetch a form afresh while the browser fills in what was typed: the entry in
// the history keeps the ticket of the first sending, so that sending it again has no second effect.
for (const box of document.querySelectorAll("form input[name=ticket]")) {
  const kept = history.state?.tickets?.[box.form.action];
  if (kept) {
    box.value = kept;
  } else {
    const tickets = { ...history.state?.tickets, [box.form.action]: box.value };
    history.replaceState({ ...history.state, tickets }, "");
  }
}
