// Live news. An element with data-live="topic" gets the event "live" when there is news of that topic, so that
// hx-trigger="live" fetches its fragment through the ordinary view. An element with data-live-show="topic"
// only becomes visible (class is-on): news has come, the reader decides when to look.
// Without WebSocket nothing happens: the page is whole as it is.

const LONGEST = 60_000;
const GATHER = 400;
let wait = 1_000;
let socket = null;
const due = new Map();

const topics = () =>
  [...new Set([...document.querySelectorAll("[data-live], [data-live-show]")]
    .map((element) => element.dataset.live || element.dataset.liveShow))].filter(Boolean);

function tell(topic, id) {
  const name = CSS.escape(topic);
  for (const element of document.querySelectorAll(`[data-live="${name}"]`))
    element.dispatchEvent(new CustomEvent("live", { detail: { topic, id } }));
  for (const element of document.querySelectorAll(`[data-live-show="${name}"]`)) element.classList.add("is-on");
}

// Many rings in a moment are one fetch.
function ring({ topic, id }) {
  clearTimeout(due.get(topic));
  due.set(topic, setTimeout(() => tell(topic, id), GATHER + Math.random() * GATHER));
}

function connect() {
  const wanted = topics();
  if (!wanted.length || !("WebSocket" in window)) return;
  const query = new URLSearchParams(wanted.map((topic) => ["topic", topic]));
  let opened = false;
  try {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/live/?${query}`);
  } catch { return; }
  socket.addEventListener("open", () => {
    // After a break something may have been missed: ask once for everything.
    if (wait > 1_000) wanted.forEach((topic) => tell(topic, null));
    opened = true;
    wait = 1_000;
  });
  socket.addEventListener("message", ({ data }) => ring(JSON.parse(data)));
  socket.addEventListener("close", ({ code }) => {
    socket = null;
    if (code === 4403) return;
    if (!opened && wait >= LONGEST) return;
    wait = Math.min(wait * 2, LONGEST);
    setTimeout(connect, wait * (0.7 + Math.random() * 0.6));
  });
}

addEventListener("pagehide", () => socket?.close());
addEventListener("pageshow", ({ persisted }) => persisted && connect());
connect();
