// Lets the style sheet show what only works with script (class js-only).
document.documentElement.classList.add("has-js");
