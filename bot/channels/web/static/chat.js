// The chat without reloading the page. Without this script the form and the choices are plain links.
"use strict";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const input = document.getElementById("q");
const button = form.querySelector("button");

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
  link.href = "/?choice=" + encodeURIComponent(choice.value);
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
  Object.assign(anchor, { href: link.url, target: "_blank", rel: "noopener" });
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

async function send(shown, message) {
  log.querySelector(".examples")?.remove();
  const person = element("div", "bubble person", shown);
  const bubble = element("div", "bubble bot", form.dataset.waiting);
  log.append(person, bubble);
  person.scrollIntoView({ block: "start" });
  button.disabled = true;
  try {
    const response = await fetch("/api/v1/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    const reply = await response.json();
    if (response.ok) fill(bubble, reply);
    else bubble.textContent = reply.error;
  } catch {
    // The question goes back into the box: nothing typed is lost.
    bubble.textContent = form.dataset.offline;
    if (message.text && !input.value) input.value = message.text;
  } finally {
    button.disabled = false;
    person.scrollIntoView({ block: "start" });
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || button.disabled) return;
  input.value = "";
  send(text, { text });
});

log.addEventListener("click", (event) => {
  const target = event.target.closest("[data-choice], .example");
  if (!target || button.disabled) return;
  event.preventDefault();
  const choice = target.dataset.choice;
  send(target.textContent, choice ? { choice } : { text: target.textContent });
});
