// Black out what is selected: mark words inside [data-hide-from="id"], press H or the button that appears,
// and they stand as a line of that field.

for (const text of document.querySelectorAll("[data-hide-from]")) {
  const field = document.getElementById(text.dataset.hideFrom);
  if (!field) continue;
  const add = () => {
    const selection = getSelection();
    const words = selection.toString().trim();
    if (!words || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    const lines = words.split("\n").map((line) => line.trim()).filter(Boolean);
    field.value = [field.value.trim(), ...lines].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    selection.removeAllRanges();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "h" && !event.ctrlKey && !event.metaKey && event.target === document.body) add();
  });
}
