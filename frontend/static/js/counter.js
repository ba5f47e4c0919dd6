// Characters left, under a text field: <small data-counter="id of the field" data-max="2000" data-left data-over>, # for the figure.

function watch(line) {
  const field = document.getElementById(line.dataset.counter);
  if (!field || line.dataset.counting) return;
  line.dataset.counting = "yes";
  const max = Number(line.dataset.max);
  const show = () => {
    // As the server counts: by code point.
    const left = max - [...field.value.replace(/\r\n/g, "\n")].length;
    line.classList.toggle("over", left < 0);
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("#", Math.abs(left).toLocaleString("en"));
  };
  field.addEventListener("input", show);
  show();
}

const look = (root) => root.querySelectorAll("[data-counter]").forEach(watch);
look(document);
document.addEventListener("htmx:load", ({ detail }) => look(detail.elt));
