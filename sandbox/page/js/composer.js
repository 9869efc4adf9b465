// The message box: sends messages and slash commands, completes names, attaches files.

import { act, attempt, upload } from "./api.js";
import { suggestions } from "./complete.js";
import { fill, h } from "./dom.js";
import { pickEmoji } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { app } from "./store.js";
import { toast } from "./toast.js";

const drafts = new Map();
let serial = 0;

/**
 * A composer. `target()` answers {channel, thread_ts} or null; `placeholder()` its words;
 * `draftKey()` names the draft to keep while the person is elsewhere.
 */
export class Composer {
  constructor({ target, placeholder, draftKey, testid }) {
    Object.assign(this, { target, placeholder, draftKey, files: [], items: [], active: 0 });
    const id = `complete-${(serial += 1)}`;
    this.list = h("div", {
      class: "complete",
      role: "listbox",
      id,
      "aria-label": "Suggestions",
      "data-testid": "suggestions",
      hidden: true,
    });
    this.alert = h("div", {
      class: "composer-error",
      role: "alert",
      "data-testid": "composer-error",
    });
    this.chips = h("div", { class: "composer-files" });
    this.field = h("textarea", {
      class: "composer-field",
      rows: 1,
      "aria-autocomplete": "list",
      "aria-controls": id,
      "data-testid": testid,
      on: {
        input: () => this.typed(),
        keydown: (event) => this.keys(event),
        blur: () => setTimeout(() => this.offer([]), 150),
        click: () => this.complete(),
      },
    });
    this.picker = h("input", {
      type: "file",
      multiple: true,
      class: "visually-hidden",
      tabindex: -1,
      "aria-hidden": "true",
      on: { change: (event) => this.attach(event.target) },
    });
    this.node = h(
      "form",
      { class: "composer", on: { submit: (event) => this.submit(event) } },
      this.list,
      this.alert,
      h("div", { class: "composer-box" }, this.field, this.chips, this.bar(testid)),
    );
  }

  bar(testid) {
    const tool = (label, glyph, run, id) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          title: label,
          "aria-label": label,
          "data-testid": id,
          on: { click: run },
        },
        icon(glyph),
      );
    return h(
      "div",
      { class: "composer-bar" },
      tool("Attach a file", "paperclip", () => this.picker.click(), `${testid}-attach`),
      tool("Emoji", "smile", (event) =>
        pickEmoji(event.currentTarget, (name) => this.insert(`:${name}: `)),
      ),
      tool("Mention someone", "at", () => this.insert("@")),
      tool(
        "Shortcuts",
        "bolt",
        (event) => this.shortcuts(event.currentTarget),
        `${testid}-shortcuts`,
      ),
      this.picker,
      h(
        "button",
        {
          type: "submit",
          class: "send",
          title: "Send now",
          "aria-label": "Send now",
          "data-testid": `${testid}-send`,
        },
        icon("send"),
      ),
    );
  }

  /** Show the draft of the present place. */
  refresh() {
    const placeholder = this.placeholder();
    this.field.placeholder = placeholder;
    this.field.setAttribute("aria-label", placeholder);
    const key = this.draftKey();
    if (key === this.key) return;
    this.key = key;
    this.field.value = drafts.get(key) ?? "";
    this.files = [];
    this.drawFiles();
    this.offer([]);
    this.say("");
    this.grow();
  }

  typed() {
    drafts.set(this.key, this.field.value);
    this.say("");
    this.grow();
    this.complete();
  }

  grow() {
    this.field.style.setProperty("height", "auto");
    const { scrollHeight } = this.field;
    if (scrollHeight) this.field.style.setProperty("height", `${Math.min(scrollHeight, 240)}px`);
  }

  say(words) {
    fill(this.alert, words && [icon("info", 15), words]);
  }

  insert(text) {
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.field.focus();
    this.typed();
  }

  complete() {
    const { from, items, hint } = suggestions(this.field.value, this.field.selectionStart);
    this.from = from;
    this.offer(items, hint);
  }

  offer(items, hint = null) {
    this.items = items;
    this.active = 0;
    this.list.hidden = items.length === 0 && !hint;
    const rows = items.map((item, index) =>
      h(
        "div",
        {
          class: "complete-row",
          role: "option",
          id: `${this.list.id}-${index}`,
          on: { pointerdown: (event) => this.choose(event, index) },
        },
        item.node,
      ),
    );
    fill(
      this.list,
      hint ? h("div", { class: "complete-row hint", "data-testid": "command-hint" }, hint) : rows,
    );
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((row, index) => {
      const on = index === this.active && this.items.length > 0;
      row.classList.toggle("active", on);
      row.setAttribute("aria-selected", String(on));
    });
    if (this.items.length)
      this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  choose(event, index) {
    event.preventDefault();
    this.field.setRangeText(this.items[index].insert, this.from, this.field.selectionStart, "end");
    this.typed();
  }

  keys(event) {
    if (event.isComposing) return;
    const item = this.items[this.active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (item && step) {
      event.preventDefault();
      this.active = (this.active + step + this.items.length) % this.items.length;
      this.mark();
    } else if (item && (event.key === "Tab" || (event.key === "Enter" && !item.exact))) {
      this.choose(event, this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.offer([]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.node.requestSubmit();
    }
  }

  async submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    const target = this.target();
    const files = this.files.map(({ id }) => id);
    if (!target || (!text && files.length === 0)) return;
    this.field.value = "";
    drafts.delete(this.key);
    this.files = [];
    this.drawFiles();
    this.offer([]);
    this.grow();
    const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const outcome = command
      ? await act("command", { ...target, command, text: rest })
      : await act("say", { ...target, text, files });
    if (!outcome.error) return;
    this.say(outcome.error);
    if (!this.field.value) this.field.value = text;
    this.grow();
  }

  async attach(input) {
    try {
      this.files.push(...(await Promise.all([...input.files].map((file) => upload(file)))));
    } catch {
      toast("We couldn’t upload that file. Try again?");
    }
    input.value = "";
    this.drawFiles();
    this.field.focus();
  }

  drawFiles() {
    const drop = (file) => () => {
      this.files = this.files.filter((each) => each !== file);
      this.drawFiles();
    };
    fill(
      this.chips,
      this.files.map((file) =>
        h(
          "span",
          { class: "chip", "data-testid": "composer-file" },
          icon("file", 15),
          file.name,
          h(
            "button",
            { type: "button", "aria-label": `Remove ${file.name}`, on: { click: drop(file) } },
            icon("close", 12),
          ),
        ),
      ),
    );
  }

  shortcuts(anchor) {
    const items = app().global_shortcuts.map((each) => ({
      label: each.name,
      hint: each.description || app().name,
      icon: "bolt",
      act: () => attempt("shortcut", { callback_id: each.callback_id }),
    }));
    if (items.length) openMenu(anchor, items, { label: "Shortcuts", testid: "shortcuts-menu" });
    else toast(`${app().name} has no global shortcuts.`, { kind: "info" });
  }
}
