// The rows of a list by key: J and K move through them, Enter opens the one that has the focus, ? shows the keys.
// Silent while somebody types and with Ctrl, Alt or ⌘.

const list = document.querySelector("[data-list]");
const keys = document.querySelector("[data-list-keys]");

const typing = (target) => target.isContentEditable || ["TEXTAREA", "SELECT", "INPUT"].includes(target.tagName);

const move = (step) => {
  const rows = [...list.children].map((row) => row.querySelector("a")).filter(Boolean);
  const here = rows.findIndex((row) => row.closest("li, tr").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
};

if (list) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (key === "?") keys.hidden = !keys.hidden;
    else return;
    event.preventDefault();
  });
}
