// Keeps what is being typed: <form data-draft="key">. A reload, a lost session or a dead battery loses nothing.
// It stays on this device, in this browser, and goes when the receipt page says the text has arrived:
// an element with data-draft-done="key". With data-draft-over the key names the state of the text on the server,
// so that what was typed on top of it comes back over it.
// What a form of the desk was sent with goes when a page says that it was done, and shows that form no more.
// Passwords, files and hidden fields are never kept.

const PREFIX = "draft:";
const SENT = "draft-sent"; // in this tab: the key of what was sent last
const DAYS = 14 * 24 * 3600 * 1000;

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key));
    return kept && Date.now() - kept.at < DAYS ? kept.values : null;
  } catch { return null; }
}

function keep(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else if (field.value && field.value !== field.defaultValue) values[field.name] = field.value;
  }
  try {
    localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), values }));
  } catch { /* full or forbidden: then the page behaves as without script */ }
}

function restore(form) {
  const values = read(form.dataset.draft);
  if (!values) return;
  let restored = false;
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      restored ||= field.checked !== value.includes(field.value);
      field.checked = value.includes(field.value);
    } else if (!field.value || ("draftOver" in form.dataset && field.value === field.defaultValue)) {
      field.value = value;
      restored = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  const note = form.querySelector("[data-draft-note]");
  if (restored && note) note.hidden = false;
}

function watch(form) {
  if (form.dataset.draftWatched) return;
  form.dataset.draftWatched = "yes";
  restore(form);
  let soon;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => keep(form), 300);
  });
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    soon = undefined;
    keep(form);
    sessionStorage.setItem(SENT, form.dataset.draft);
  });
  addEventListener("pagehide", () => soon && form.isConnected && keep(form));
  form.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    localStorage.removeItem(PREFIX + form.dataset.draft);
    form.reset();
    form.querySelector("[data-draft-note]").hidden = true;
  });
}

// A page says that something was done, and the form that was sent is not there again to be put right.
function arrived() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  const again = [...document.querySelectorAll("form[data-draft]")].some((form) => form.dataset.draft === key);
  if (again && document.querySelector(".field--error, .errors, [role=alert]")) return;
  if (!document.querySelector("[data-done]")) return;
  localStorage.removeItem(PREFIX + key);
  sessionStorage.removeItem(SENT);
}

function look(root) {
  for (const done of root.querySelectorAll("[data-draft-done]"))
    if (done.dataset.draftDone) localStorage.removeItem(PREFIX + done.dataset.draftDone);
  root.querySelectorAll("form[data-draft]").forEach(watch);
}

try {
  arrived();
  look(document);
  document.addEventListener("htmx:load", ({ detail }) => look(detail.elt.parentNode ?? document));
} catch { /* no storage here */ }
