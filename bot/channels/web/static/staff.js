// Copies links, and shows how far the printing is. Without this script links are selected by hand, and forms give files.
"use strict";

const COPIED_MILLISECONDS = 2000;

async function copyLink(field) {
  // Only on https may a page write to the clipboard by itself.
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  show(field);
  if (!document.execCommand("copy")) throw new Error("not copied");
}

function show(field) {
  field.classList.add("shown");
  field.select();
}

function say(button, label, text) {
  const before = label.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  label.textContent = text;
  button.disabled = true;
  setTimeout(() => {
    label.textContent = before;
    button.disabled = false;
  }, COPIED_MILLISECONDS);
}

for (const button of document.querySelectorAll("[data-copied]")) {
  const field = button.previousElementSibling;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    const label = button.firstChild;
    copyLink(field).then(
      () => say(button, label, button.dataset.copied),
      () => { show(field); say(button, label, button.dataset.failed); },
    );
  });
}

async function* linesOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) yield JSON.parse(line);
  }
}

function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

async function print(order, news, submitter) {
  const asked = new FormData(order, submitter);
  const response = await fetch(order.action, { method: "POST", body: asked, headers: { Accept: "application/x-ndjson" } });
  // What cannot be printed is explained by the page itself.
  if (!(response.headers.get("Content-Type") || "").startsWith("application/x-ndjson")) return false;
  document.getElementById("problem")?.remove();
  const bar = element("progress");
  const told = element("p");
  news.replaceChildren(bar, told);
  for await (const { done, total, url, error } of linesOf(response)) {
    if (error) {
      news.replaceChildren(element("p", error));
      return true;
    }
    if (url) {
      const link = element("a", order.dataset.get);
      link.href = url;
      const made = element("p", order.dataset.made + " ");
      made.append(link);
      news.replaceChildren(made);
      location.assign(url);
      return true;
    }
    bar.max = total;
    bar.value = done;
    told.textContent = order.dataset.making.replace("{done}", done).replace("{total}", total);
  }
  throw new Error("the connection ended before the file was there");
}

const order = document.getElementById("order");
if (order) {
  const news = document.getElementById("news");
  const button = order.querySelector("[type=submit]");
  const explained = { value: false };
  order.addEventListener("submit", async (event) => {
    if (explained.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      if (!await print(order, news, event.submitter)) {
        explained.value = true;
        button.disabled = false;
        order.requestSubmit(event.submitter);
        return;
      }
    } catch {
      news.replaceChildren(element("p", order.dataset.interrupted));
    }
    button.disabled = false;
  });
}
