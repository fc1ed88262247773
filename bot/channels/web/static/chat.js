// The chat without reloading the page. Without this script the form and the choices are plain links.
// Nothing that a browser may refuse is needed: no cookie, no storage, no worker, no window of its own.
"use strict";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const input = document.getElementById("q");
const button = form.querySelector("button");
const network = document.getElementById("network");
const { waiting, offline, you, forgotten } = form.dataset;
let { session } = form.dataset;
const framed = "framed" in form.dataset;
const home = form.getAttribute("action");
const KEPT = "hoimotcua.turns";
const MOST_KEPT = 20;
let busy = false;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function factRow(block) {
  const row = element("div");
  row.append(element("dt", "", block.label), element("dd", "", block.text));
  return row;
}

function choiceLink(choice, className) {
  const link = element("a", className, choice.label);
  link.href = home + "?choice=" + encodeURIComponent(choice.value);
  link.dataset.choice = choice.value;
  return link;
}

function choiceItem(choice) {
  const item = element("li");
  item.append(choiceLink(choice, "choice"));
  return item;
}

function linkLine(link) {
  const anchor = element("a", "", link.label);
  anchor.href = link.url;
  if (link.tap) anchor.dataset.tap = link.tap; // for taps.js
  // Only out of a frame: browsers inside of apps open no second window.
  if (framed) Object.assign(anchor, { target: "_blank", rel: "noopener" });
  const line = element("p", "link");
  line.append(anchor);
  return line;
}

function fill(bubble, reply) {
  bubble.replaceChildren();
  for (const block of reply.blocks) {
    if (!block.label) {
      bubble.append(element("p", block.style, block.text));
      continue;
    }
    if (bubble.lastElementChild?.tagName !== "DL") bubble.append(element("dl"));
    bubble.lastElementChild.append(factRow(block));
  }
  if (reply.choices.length) {
    const list = element("ol", "choices");
    list.append(...reply.choices.map(choiceItem));
    bubble.append(list);
  }
  if (reply.feedback.length) {
    const line = element("p", "feedback");
    line.append(...reply.feedback.map((choice) => choiceLink(choice, "opinion")));
    bubble.append(line);
  }
  bubble.append(...reply.links.map(linkLine));
}

function addTurn(shown) {
  log.querySelector(".examples")?.remove();
  const person = element("div", "bubble person");
  person.append(element("span", "hidden", you + " "), shown);
  const bubble = element("div", "bubble bot", waiting);
  log.append(person, bubble);
  return { person, bubble };
}

async function send(shown, message) {
  const { person, bubble } = addTurn(shown);
  person.scrollIntoView({ block: "start" });
  setBusy(true);
  try {
    const response = await fetch("/api/v1/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...message, session }),
    });
    const reply = await response.json();
    if (!response.ok) throw new Error(reply.error);
    fill(bubble, reply);
    if (reply.text.startsWith(forgotten)) beginAnew();
    else keep(shown, reply);
  } catch (error) {
    // The question goes back into the box: nothing typed is lost.
    bubble.textContent = error instanceof TypeError || error instanceof SyntaxError ? offline : error.message;
    if (message.text && !input.value) input.value = message.text;
  } finally {
    setBusy(false);
    person.scrollIntoView({ block: "start" });
  }
}

// A screen reader waits for the answer and reads it once; the button keeps the focus that it has.
function setBusy(value) {
  busy = value;
  log.setAttribute("aria-busy", value);
  button.setAttribute("aria-disabled", value);
}

// Who comes back from an official page finds the conversation again, where the browser lets us keep it for this tab.
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch {
    return [];
  }
}

function keep(shown, reply) {
  if (framed) return;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...kept(), { shown, reply }].slice(-MOST_KEPT)));
  } catch {
    // Without it the conversation just is not there again.
  }
}

// Who had their data deleted is somebody else from now on, and this tab knows no earlier turns.
function beginAnew() {
  session = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const field of form.querySelectorAll("[name=session]")) field.value = session;
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // There was nothing.
  }
}

function restore() {
  const turns = performance.getEntriesByType("navigation")[0]?.type === "navigate" ? [] : kept();
  for (const { shown, reply } of turns) fill(addTurn(shown).bubble, reply);
  if (turns.length) log.lastElementChild.previousElementSibling.scrollIntoView({ block: "start" });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || busy) return;
  input.value = "";
  send(text, { text });
});

log.addEventListener("click", (event) => {
  const target = event.target.closest("[data-choice], .example");
  if (!target) return;
  event.preventDefault();
  if (busy) return;
  const choice = target.dataset.choice;
  send(target.textContent, choice ? { choice } : { text: target.textContent });
});

form.querySelector(".erase").addEventListener("click", (event) => {
  event.preventDefault();
  const text = event.target.textContent;
  if (!busy) send(text, { text });
});

function showNetwork() {
  network.textContent = navigator.onLine === false ? network.dataset.text : "";
}
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();

// Where a keyboard on the screen covers the page instead of making it smaller (iOS), the box moves above it.
function clearKeyboard() {
  const covered = innerHeight - visualViewport.height - visualViewport.offsetTop;
  form.style.bottom = Math.max(0, Math.round(covered)) + "px";
}
if (window.visualViewport) {
  visualViewport.addEventListener("resize", clearKeyboard);
  visualViewport.addEventListener("scroll", clearKeyboard);
}

if (framed) {
  addEventListener("message", (event) => event.data === "hoimotcua:focus" && input.focus());
  addEventListener("keydown", (event) => event.key === "Escape" && parent.postMessage("hoimotcua:close", "*"));
} else {
  restore();
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
}
