// Hỏi Một Cửa in the page of an agency: a button at the bottom right that opens the chat in a frame.
// <script src="https://…/static/widget.js" data-label="Hỏi thủ tục" data-side="left" defer></script>
"use strict";
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const label = script.dataset.label || "Hỏi thủ tục";
  const side = script.dataset.side === "left" ? "left" : "right";
  const PHONE = "(max-width: 480px)";
  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });

  function element(tag, attributes, text) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    return made;
  }

  // A sheet made by script passes a Content-Security-Policy that forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    button { font: 600 17px/1.3 system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif; color: #fff; background: #9b1c1c;
      border: 2px solid #fff; border-radius: 28px; min-height: 52px; padding: 0 20px; cursor: pointer; }
    button:hover { background: #7d1616; }
    button:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
    .open { position: fixed; z-index: 2147483647; bottom: 16px; ${side}: 16px; box-shadow: 0 2px 10px #0006; }
    .open[aria-expanded=true] { visibility: hidden; }
    dialog { position: fixed; z-index: 2147483647; inset: auto; bottom: 16px; ${side}: 16px; width: 400px; height: min(640px, 100vh - 32px);
      max-width: none; max-height: none; margin: 0; padding: 0; border: 0; flex-direction: column; overflow: hidden;
      border-radius: 16px; background: #9b1c1c; box-shadow: 0 4px 24px #0007; }
    dialog[open] { display: flex; }
    .bar { display: flex; align-items: center; justify-content: space-between; padding: 4px 6px 4px 16px; color: #fff;
      font: 600 17px/1.3 system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif; }
    .bar button { border: 0; min-height: 44px; padding: 0 14px; }
    .bar button:focus-visible { outline-color: #fff; outline-offset: -4px; }
    iframe { flex: 1; border: 0; width: 100%; background: #f3f0ea; }
    @media ${PHONE} { dialog { inset: 0; width: 100%; height: 100%; border-radius: 0; } }`);
  shadow.adoptedStyleSheets = [sheet];

  const open = element("button", { type: "button", class: "open", "aria-expanded": "false", "aria-haspopup": "dialog" }, label);
  const panel = element("dialog", { "aria-label": label });
  const bar = element("div", { class: "bar" });
  const close = element("button", { type: "button" }, "Đóng");
  bar.append(element("span", { "aria-hidden": "true" }, label), close);
  panel.append(bar);
  shadow.append(open, panel);
  let frame;

  function show() {
    // On a phone it fills the screen, so the page behind must not be reached; beside a page it can be.
    matchMedia(PHONE).matches ? panel.showModal() : panel.show();
    open.setAttribute("aria-expanded", "true");
    if (frame) return enter();
    // Loaded only now: a page that nobody asks on costs nothing.
    frame = element("iframe", { title: label });
    frame.addEventListener("load", enter);
    frame.src = home + "/widget";
    panel.append(frame);
    close.focus();
  }

  function enter() {
    if (!panel.open) return;
    frame.focus();
    frame.contentWindow.postMessage("hoimotcua:focus", home);
  }

  open.addEventListener("click", show);
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("keydown", (event) => event.key === "Escape" && panel.close());
  panel.addEventListener("close", () => {
    open.setAttribute("aria-expanded", "false");
    open.focus();
  });
  addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === home;
    if (ours && event.data === "hoimotcua:close") panel.close();
  });
  const join = () => document.body.append(host);
  if (document.body) join();
  else addEventListener("DOMContentLoaded", join);
})();
