// Passkeys: asks the device, and sends what it answers as an ordinary form. Where this browser
// knows none, the page keeps saying what to do instead.
const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const named = (list) => list?.map((one) => ({ ...one, id: fromText(one.id) }));

async function ask(form) {
  const answer = await fetch(form.dataset.question, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!answer.ok) {
    throw new Error(`The question was answered with ${answer.status}.`);
  }
  const question = await answer.json();
  question.challenge = fromText(question.challenge);
  return question;
}

async function make(form) {
  const question = await ask(form);
  question.user.id = fromText(question.user.id);
  question.excludeCredentials = named(question.excludeCredentials);
  const made = await navigator.credentials.create({ publicKey: question });
  return told(made, { attestationObject: toText(made.response.attestationObject) });
}

async function show(form) {
  const question = await ask(form);
  question.allowCredentials = named(question.allowCredentials);
  const shown = await navigator.credentials.get({ publicKey: question });
  const { authenticatorData, signature, userHandle } = shown.response;
  return told(shown, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    ...(userHandle && { userHandle: toText(userHandle) }),
  });
}

function told(credential, response) {
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  });
}

function prepare(form) {
  const act = form.dataset.passkey === "create" ? make : show;
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      form.elements.passkey.value = await act(form);
      form.submit();
    } catch {
      problem.textContent = "The passkey was not used. Try again, or choose another way.";
    }
  });
}

if (window.PublicKeyCredential && window.isSecureContext) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelectorAll("[data-passkey-instead]").forEach((words) => {
    words.hidden = true;
  });
}
