// The rows of a list by key: J and K move through them, Enter opens the one that has the focus, X ticks it, ? shows
// the keys.
// Silent while somebody types and with Ctrl, Alt or ⌘.

const list = document.querySelector("[data-list]");
const keys = document.querySelector("[data-list-keys]");

const typing = (target) =>
  target.isContentEditable || (["TEXTAREA", "SELECT", "INPUT"].includes(target.tagName) && target.type !== "checkbox");
const here = () => [...list.children].find((row) => row.contains(document.activeElement));

const move = (step) => {
  const rows = [...list.children].map((row) => row.querySelector("a")).filter(Boolean);
  const at = rows.findIndex((row) => here()?.contains(row));
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
};

if (list) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (key === "x") here()?.querySelector("input[type=checkbox]")?.click();
    else if (key === "?") keys.hidden = !keys.hidden;
    else return;
    event.preventDefault();
  });
}
