// Draws the bubbles of a Reply (see docs/architecture.md).

const FORCE = {
  must: "Must", must_not: "Must not", should: "Should", consider: "Consider", may: "May",
  judgement: "Your judgement", local: "Local arrangement", elsewhere: "Other policy", product: "Signpost suggests", rule: "Rule",
};
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

let lastId = 0;

function make(tag, className, text, children = []) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  node.append(...children);
  return node;
}

function paragraphs(text) {
  return (text || "").split(/\n{2,}/).filter(Boolean).map((part) => make("p", "", part));
}

export function drawMine(log, text) {
  log.append(make("section", "bubble mine", "", [make("span", "visually-hidden", "You: "), ...paragraphs(text)]));
}

// What could be pressed before can no longer be pressed: only the newest question takes an answer.
export function settle(log) {
  for (const bubble of log.querySelectorAll(".bubble:not(.settled)")) {
    bubble.classList.add("settled");
    bubble.querySelectorAll("button, input").forEach((control) => { control.disabled = true; });
  }
}

// Returns the first bubble drawn, to be scrolled to.
export function drawReply(log, reply, send) {
  const bubbles = reply.replies.map((bubble) => drawBubble(bubble, send));
  log.append(...bubbles);
  return bubbles[0];
}

function drawBubble(bubble, send) {
  const node = make("section", `bubble ${bubble.kind}`);
  node.tabIndex = -1;
  if (bubble.kind === "danger") node.setAttribute("role", "alert");
  if (bubble.progress) {
    node.append(make("p", "progress", `Question ${bubble.progress.number} of about ${bubble.progress.of}`));
  }
  if (bubble.title) node.append(make("h2", "", bubble.title));
  const body = paragraphs(bubble.text);
  if (bubble.kind === "question" && !bubble.title && body.length) {
    node.append(make("h2", "", body.shift().textContent)); // its first paragraph is the question itself
  }
  node.append(...body, ...cites(bubble.cites));
  for (const section of bubble.sections || []) {
    node.append(make("h3", "", section.heading), make("ul", "items", "", section.items.map(drawItem)));
  }
  const buttons = bubble.buttons || [];
  if (bubble.input === "date") node.append(dateFields(send));
  node.append(...(bubble.input === "many" ? severalOf(buttons, send) : pressable(buttons, send)));
  return node;
}

function cites(list) {
  if (!list || !list.length) return [];
  const label = make("li", "label", "Policy");
  return [make("ul", "cites", "", [label, ...list.map((cite) => make("li", "", cite))])];
}

function drawItem(item) {
  const text = make("p", "");
  if (item.force) text.append(make("span", `force force-${item.force}`, FORCE[item.force] || item.force), " ");
  text.append(item.text);
  const details = [["Due", item.due], ["Record in", item.record], ["Manager", item.manager]].filter(([, value]) => value);
  const list = make("dl", "details", "", details.map(([name, value]) =>
    make("div", "", "", [make("dt", "", `${name}:`), make("dd", "", value)])));
  return make("li", "", "", [text, ...(details.length ? [list] : []), ...cites(item.cites)]);
}

function pressable(buttons, send) {
  if (!buttons.length) return [];
  const nodes = buttons.map((button) => {
    const node = make("button", button.style === "action" ? "action-button" : "answer-button", button.label);
    node.type = "button";
    node.addEventListener("click", () => {
      node.classList.add("chosen");
      send(button.label, { press: button.token });
    });
    return node;
  });
  return [make("div", "buttons", "", nodes)];
}

// "☐ words" and "☑ words" are the boxes; the first other answer button is the one that says they are all ticked.
function severalOf(buttons, send) {
  const options = buttons.filter((button) => /^[☐☑]/.test(button.label));
  const others = buttons.filter((button) => !options.includes(button));
  const done = others.find((button) => button.style === "answer");
  const wasTicked = (option) => option.label.startsWith("☑");
  const words = (option) => option.label.slice(1).trim();
  const boxes = options.map((option) => {
    const box = make("input");
    box.type = "checkbox";
    box.checked = wasTicked(option);
    return box;
  });
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  const proceed = make("button", "send-choice", "Continue");
  proceed.type = "button";
  proceed.addEventListener("click", () => {
    const chosen = options.filter((_, i) => boxes[i].checked);
    if (!chosen.length) {
      problem.textContent = "Choose at least one, or another answer below.";
      return;
    }
    problem.textContent = "";
    const changed = options.filter((option, i) => boxes[i].checked !== wasTicked(option));
    send(chosen.map(words).join("\n"), { press: [...changed, done].map((button) => button.token).join(",") });
  });
  const choices = options.map((option, i) => make("label", "choice", "", [boxes[i], make("span", "", words(option))]));
  const none = options.some(wasTicked) ? others.filter((button) => button !== done) : others;
  return [
    make("fieldset", "", "", [make("legend", "visually-hidden", "Choose all that apply"), problem, ...choices, make("div", "buttons", "", [proceed])]),
    ...pressable(none, send),
  ];
}

function dateFields(send) {
  const problem = make("p", "problem");
  problem.setAttribute("role", "alert");
  const [day, month, year] = ["Day", "Month", "Year"].map((name) => {
    const input = make("input");
    input.type = "text";
    input.inputMode = "numeric";
    input.maxLength = name === "Year" ? 4 : 2;
    input.id = `date-${++lastId}`;
    return input;
  });
  const labelled = [[day, "Day"], [month, "Month"], [year, "Year"]].map(([input, name]) => {
    const label = make("label", "", name);
    label.htmlFor = input.id;
    return make("div", name.toLowerCase(), "", [label, input]);
  });
  const done = make("button", "send-choice", "Continue");
  const dateForm = make("form", "", "", [
    make("fieldset", "", "", [make("legend", "", "For example, 27 3 2026"), problem,
      make("div", "date", "", [...labelled, done])]),
  ]);
  dateForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const monthName = MONTHS[Number(month.value) - 1];
    if (!/^\d{1,2}$/.test(day.value.trim()) || !monthName || !/^\d{4}$/.test(year.value.trim())) {
      problem.textContent = "Enter a day, a month from 1 to 12, and a year with four figures.";
      day.focus();
      return;
    }
    problem.textContent = "";
    // Words for the month: nobody can take the day for the month. Whether the day exists, the service says.
    const text = `${Number(day.value)} ${monthName} ${year.value.trim()}`;
    send(text, { text });
  });
  return dateForm;
}
