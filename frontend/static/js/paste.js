// <textarea data-paste-html="name">: what is pasted from Word goes along with its tables in the hidden field of that
// name. Once the words are edited by hand they alone count.
const MOST = 600_000;

document.addEventListener("paste", ({ target, clipboardData }) => {
  const area = target.closest?.("textarea[data-paste-html]");
  if (!area) return;
  const html = clipboardData.getData("text/html");
  const whole = area.selectionEnd - area.selectionStart === area.value.length;
  area.form.elements[area.dataset.pasteHtml].value = whole && html.length < MOST ? html : "";
  setTimeout(() => { area.dataset.pasted = area.value; });
});

document.addEventListener("submit", ({ target }) => {
  for (const area of target.querySelectorAll("textarea[data-paste-html]")) {
    if (area.value !== area.dataset.pasted) target.elements[area.dataset.pasteHtml].value = "";
  }
});
