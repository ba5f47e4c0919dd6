// <button data-copy="#id"> copies the text of that element and says so; <button data-print> prints.

document.addEventListener("click", async ({ target }) => {
  if (target.closest?.("[data-print]")) return print();
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.setAttribute("aria-live", "polite");
    button.lastChild.textContent = button.dataset.done;
  } catch {
    // No clipboard here: select it, so that one key does it.
    getSelection().selectAllChildren(source);
  }
});
