/* What scripts add to the page on which a copy is played: the player comes in place, remembers where one stopped, and
   listens to keys. Without this file the same page plays by its links.

   Nothing is asked of a host before the reader presses, or has said that this host may always play: the player lies in
   a template, which a browser does not load. Sentences come from the page. */

const one = (selector, within = document) => within.querySelector(selector);

// ---- what is kept on this device, under the same names as in site.js

function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`allostream.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`allostream.${name}`, JSON.stringify(value));
  } catch {
    // A device that keeps nothing plays all the same.
  }
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => String(part).padStart(place ? 2 : 1, "0")).join(":");
}

const stage = one(".stage");
const frame = one(".frame", stage);
const facts = stage.dataset;
const cover = [...frame.childNodes];
const stop = one("[data-stop]", stage);
const always = one("[data-always]", stage);
const osd = one("[data-osd]", stage);
const after = one("[data-after]", stage);
const link = (name) => one(`a[data-${name}]`, stage);

// ---- where one stopped

const EARLIEST = 5; // seconds: who leaves before has seen nothing
const OVER = 0.96; // the rest are the credits

function remember(at, of) {
  const seen = kept("seen", {});
  delete seen[facts.link];
  if (at >= EARLIEST && at < of * OVER && Number.isFinite(of)) {
    const { name, work, lang, picture } = facts;
    seen[facts.link] = { at, of, when: Date.now(), name, work, lang, picture };
    // As many as anybody has begun and not finished; the oldest go first.
    const oldest = Object.keys(seen).sort((a, b) => seen[b].when - seen[a].when).slice(50);
    for (const id of oldest) delete seen[id];
  }
  keep("seen", seen);
}

const point = () => kept("seen", {})[facts.link]?.at ?? 0;

function showPoint() {
  const go = one("[data-play]", frame);
  const restart = one("[data-restart]", frame);
  if (!go || !restart) return;
  go.dataset.words ??= one("span", go).textContent;
  one("span", go).textContent = point() ? document.body.dataset.resume.replace("{}", clock(point())) : go.dataset.words;
  restart.hidden = !point();
}

// ---- the player comes and goes

let video = null;
let follows = false; // whether an episode has just ended and the next may begin here

function play(at) {
  frame.replaceChildren(one("#player").content.cloneNode(true));
  ready(at);
  frame.focus({ preventScroll: true });
}

/** Make what stands in the frame, put there by us or by the server, do what it can. */
function ready(at) {
  video = one("video", frame);
  stop.hidden = false;
  one("[data-row]", stage)?.append(always);
  if (video) {
    prepare(at);
  } else {
    const player = one("iframe", frame);
    const speech = SPEECHES[facts.speaks];
    if (speech) listen(player, speech, at);
  }
}

function leave() {
  if (video && !video.ended) remember(video.currentTime, video.duration);
  clearInterval(counting);
  video = null;
  frame.replaceChildren(...cover);
  one("[data-tools]", stage)?.setAttribute("hidden", "");
  one(".ask", frame).append(always);
  stop.hidden = true;
  showPoint();
  one("[data-play]", frame).focus();
}

// ---- a file in the browser's own player

function prepare(at) {
  const volume = kept("volume", null);
  if (volume) [video.volume, video.muted] = [Math.min(Math.max(volume.level, 0), 1), volume.muted];
  let saved = 0;
  const save = () => video && !video.ended && remember(video.currentTime, video.duration);
  video.addEventListener("loadedmetadata", () => { if (at) video.currentTime = at; }, { once: true });
  video.addEventListener("volumechange", keepVolume);
  video.addEventListener("timeupdate", () => {
    if (Math.abs(video.currentTime - saved) < 5) return;
    saved = video.currentTime;
    save();
  });
  video.addEventListener("pause", save);
  video.addEventListener("ended", ended);
  video.addEventListener("error", withoutTracks, { once: true });
  addEventListener("pagehide", save);
  video.play()?.catch(() => {}); // a browser may want one more press: its own controls are there
  prepareTools();
}

/** Said at once by the keys too: a page that is left right after a press hears no `volumechange` any more. */
function keepVolume() {
  keep("volume", { level: video.volume, muted: video.muted });
}

/** A file whose machine does not share it with other sites cannot be shown with tracks: better without than not. */
function withoutTracks() {
  if (!video.hasAttribute("crossorigin")) return;
  video.removeAttribute("crossorigin");
  for (const track of video.querySelectorAll("track")) track.remove();
  video.load();
}

function prepareTools() {
  const tools = one("[data-tools]", stage);
  const speed = one("select", tools);
  const apart = one("[data-apart]", tools);
  tools.hidden = false;
  speed.value = "1";
  speed.onchange = () => { video.playbackRate = Number(speed.value); };
  video.addEventListener("ratechange", () => { speed.value = String(video.playbackRate); });
  apart.hidden = !document.pictureInPictureEnabled;
  apart.onclick = () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture());
}

// ---- the end of an episode, and the next

let counting;

function ended() {
  remember(0, 1);
  if (!after) return;
  frame.append(after);
  after.hidden = false;
  const next = link("go-next");
  const count = one("[data-count]", after);
  const stay = one("[data-stay]", after);
  count.hidden = stay.hidden = !kept("next", false);
  if (document.fullscreenElement) document.exitFullscreen();
  // Nobody who reads elsewhere on the page is called away.
  if (document.activeElement === document.body || frame.contains(document.activeElement)) next.focus();
  if (!kept("next", false)) return;
  let left = 10;
  const tell = () => { count.textContent = count.dataset.words.replace("{}", left); };
  tell();
  counting = setInterval(() => {
    left -= 1;
    tell();
    if (left <= 0) next.click();
  }, 1000);
  stay.onclick = () => {
    clearInterval(counting);
    count.hidden = stay.hidden = true;
    next.focus();
  };
}

// Who goes on to the next episode has asked for it: it plays at once when it comes from the same machine.
link("go-next")?.addEventListener("click", () => {
  clearInterval(counting);
  try {
    sessionStorage.setItem("allostream.go", facts.host);
  } catch {
    // Then one more press is needed.
  }
});

function wentOn() {
  try {
    const host = sessionStorage.getItem("allostream.go");
    sessionStorage.removeItem("allostream.go");
    return Boolean(host) && host === facts.host;
  } catch {
    return false;
  }
}

// ---- players of hosts that say by messages where they are; none of their scripts is loaded here

const SPEECHES = {
  youtube: {
    begin: (address, at) => address.searchParams.set("start", at),
    hello: [{ event: "listening", id: 1, channel: "widget" }],
    read: ({ info }) => info && [info.currentTime, info.duration, info.playerState === 0],
  },
  vimeo: {
    begin: (address, at) => { address.hash = `t=${at}s`; },
    hello: ["timeupdate", "ended"].map((value) => ({ method: "addEventListener", value })),
    read: ({ event, data }) => data && [data.seconds, data.duration, event === "ended"],
  },
};

function listen(player, speech, at) {
  const address = new URL(player.src);
  if (at) {
    speech.begin(address, Math.floor(at));
    player.src = address.href;
  }
  let now = 0, length = 0, saved = 0, over = false;
  player.addEventListener("load", () => {
    for (const word of speech.hello) player.contentWindow?.postMessage(JSON.stringify(word), address.origin);
  });
  addEventListener("message", ({ source, origin, data }) => {
    if (!player.isConnected || source !== player.contentWindow || origin !== address.origin) return;
    let told;
    try {
      told = speech.read(typeof data === "string" ? JSON.parse(data) : data);
    } catch {
      return; // a message of another kind
    }
    if (!told) return;
    now = Number(told[0] ?? now);
    length = Number(told[1] ?? length);
    if (told[2] && !over) {
      over = true;
      ended();
    } else if (!told[2] && length && Math.abs(now - saved) >= 5) {
      [saved, over] = [now, false];
      remember(now, length);
    }
  });
}

// ---- keys: site.js names them, and has left out those that are typed or switched off

const CLAMP = (value, least, most) => Math.min(Math.max(value, least), most);
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const PICTURE = 1 / 25; // seconds; what a file says of its pictures is not known here

/** Show for a moment what a key has done; read out too. Signs and numbers only. */
let telling;
function tell(text) {
  osd.textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { osd.textContent = ""; }, 1200);
}

function seek(to) {
  video.currentTime = CLAMP(to, 0, video.duration || 0);
  tell(clock(video.currentTime));
}

function loudness(by) {
  video.muted = false;
  video.volume = CLAMP(Math.round(video.volume * 20 + by) / 20, 0, 1);
  keepVolume();
  tell(`${Math.round(video.volume * 100)} %`);
}

function pace(by) {
  const here = SPEEDS.findIndex((speed) => speed >= video.playbackRate);
  video.playbackRate = SPEEDS[CLAMP(here + by, 0, SPEEDS.length - 1)];
  tell(`× ${video.playbackRate}`);
}

function captions() {
  const tracks = [...video.textTracks].filter(({ kind }) => kind === "subtitles" || kind === "captions");
  if (!tracks.length) return;
  const showing = tracks.find(({ mode }) => mode === "showing");
  const wanted = tracks.find(({ language }) => language === document.documentElement.lang) ?? tracks[0];
  for (const track of tracks) track.mode = "disabled";
  if (!showing) wanted.mode = "showing";
  tell(showing ? "–" : wanted.label || wanted.language);
}

function wholeScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else (video ?? frame).requestFullscreen();
}

const toggle = () => (video.paused ? video.play() : video.pause());
const PRESSED = {
  " ": toggle,
  k: toggle,
  m: () => { video.muted = !video.muted; keepVolume(); tell(video.muted ? "0 %" : `${Math.round(video.volume * 100)} %`); },
  c: captions,
};
const HELD = {
  ArrowLeft: () => seek(video.currentTime - 5),
  ArrowRight: () => seek(video.currentTime + 5),
  j: () => seek(video.currentTime - 10),
  l: () => seek(video.currentTime + 10),
  ArrowUp: () => loudness(1),
  ArrowDown: () => loudness(-1),
  "<": () => pace(-1),
  ">": () => pace(1),
  ",": () => video.paused && seek(video.currentTime - PICTURE),
  ".": () => video.paused && seek(video.currentTime + PICTURE),
};

/** What a key does here. Returns whether it was for the player. */
function press({ key, shift, ctrl, again, target }) {
  if (ctrl) return key === "Enter" && Boolean(video) && (wholeScreen(), true);
  if (shift && (key === "n" || key === "p")) {
    link(key === "n" ? "next" : "previous")?.click();
    return true;
  }
  if (!video) {
    // While another site's player runs, what it may be meant for must not lead away from the page.
    if (one("iframe", frame)) return /^[jklmcf0-9,.<>]$/.test(key);
    // Before the press, k presses the button that has been read about; the other keys are for the page.
    const go = key === "k" && one("[data-play]", frame);
    if (go) go.click();
    return Boolean(go);
  }
  // Arrows belong to the browser's own controls while one of them has the focus; elsewhere up and down scroll the page.
  const free = target === frame || (target === document.body && !/Up|Down/.test(key));
  if (key.startsWith("Arrow") && !free) return false;
  if (key === "f") wholeScreen();
  else if (key in PRESSED) {
    if (!again) PRESSED[key]();
  } else if (key in HELD) HELD[key]();
  else if (/^[0-9]$/.test(key)) seek((video.duration || 0) * key / 10);
  else return false;
  return true;
}

document.addEventListener("allostream:key", (event) => {
  if (press(event.detail)) event.preventDefault();
});

// ---- begin

if (facts.link) begin();

function begin() {
  const hosts = kept("hosts", []);
  const chosen = one("input", always);
  chosen.checked = hosts.includes(facts.host);
  chosen.addEventListener("change", () => {
    const others = kept("hosts", []).filter((host) => host !== facts.host);
    keep("hosts", chosen.checked ? [...others, facts.host] : others);
  });
  always.hidden = false;
  const next = one("[data-follow] input", stage);
  if (next) {
    next.checked = kept("next", false);
    next.addEventListener("change", () => keep("next", next.checked));
    next.closest("label").hidden = false;
  }
  frame.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-play], [data-restart]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    play(pressed.matches("[data-play]") ? point() : 0);
  });
  stop.addEventListener("click", (event) => {
    if (!one("#player")) return; // the server put the player there: the link leads back to the cover
    event.preventDefault();
    leave();
  });
  if (!one("#player")) ready(point());
  else if (wentOn() || chosen.checked) play(point());
  else showPoint();
}
