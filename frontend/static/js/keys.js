// Keyboard of the desk: an element with data-key="j" is pressed by that key, "mod+enter" by Ctrl or ⌘ with it.
// Single letters are silent while somebody is typing; data-key-focus moves the focus there instead of pressing.

const typing = (target) =>
  target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName) ||
  (target.tagName === "INPUT" && !["radio", "checkbox", "button", "submit"].includes(target.type));

const shown = (element) => element.offsetParent !== null && !element.disabled && element.ariaDisabled !== "true";

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const name = CSS.escape((mod ? "mod+" : "") + event.key.toLowerCase());
  const element = [...document.querySelectorAll(`[data-key="${name}"]`)].find(shown);
  if (!element) return;
  event.preventDefault();
  if ("keyFocus" in element.dataset) element.focus();
  else element.click();
});
