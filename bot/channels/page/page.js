// The conversation on one page: sign in, send, and draw what comes back. Text is only ever set as text.
import { drawMine, drawReply, settle } from "/chat/draw.js";

const AGAIN_AFTER = [1000, 3000]; // ms before a message without acknowledgement is sent again by itself

const log = document.getElementById("log");
const form = document.getElementById("composer");
const words = document.getElementById("words");
const waiting = document.getElementById("waiting");
const numbers = document.getElementById("numbers");

const token = signIn();
let busy = false;

function signIn() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname); // keep it out of the address bar and of bookmarks
  }
  return sessionStorage.getItem("token");
}

function showWho() {
  const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  const { handle, role, pack } = JSON.parse(atob(part));
  document.getElementById("who").textContent = `${handle}, ${role.replace(/_/g, " ")}`;
  const theirs = [...numbers.querySelectorAll("a")].find((link) => link.dataset.packs.split(" ").includes(pack));
  if (theirs) numbers.replaceChildren(theirs); // until then the page names the number of every pack
}

function notice(title, text) {
  return { replies: [{ kind: "refusal", title, text }] };
}

async function post(path, message) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  const body = await answer.json();
  if (body.replies) return { reply: body, repeat: answer.status >= 500 };
  return { reply: notice(answer.status === 401 ? "You are not signed in" : "That was not accepted", body.error) };
}

async function attempt(path, message) {
  try {
    return await post(path, message);
  } catch {
    const text = "I can't reach Signpost. Treat your message as not recorded, and send it again: it can't be recorded twice."
      + `\n\nIf someone is in danger now, call ${numbers.textContent.trim()}.`;
    return { reply: notice("That did not go through", text), repeat: true };
  }
}

// The same message id goes with every repeat, so that a message is recorded once at most.
async function deliver(path, message) {
  setBusy(true);
  let outcome = await attempt(path, message);
  for (const pause of AGAIN_AFTER) {
    if (!outcome.repeat) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
    outcome = await attempt(path, message);
  }
  setBusy(false);
  const first = drawReply(log, outcome.reply, send);
  if (outcome.repeat) offerAgain(() => deliver(path, message));
  ([...log.querySelectorAll(".mine")].pop() || first)?.scrollIntoView({ block: "start" }); // theirs, then ours
  if (document.activeElement === document.body) first?.focus({ preventScroll: true });
}

// Until the message has arrived nothing else can be sent: an answer must not land on another question.
function offerAgain(again) {
  setBusy(true);
  waiting.hidden = true;
  const button = document.createElement("button");
  button.textContent = "Send it again";
  button.addEventListener("click", () => { button.remove(); again(); });
  log.append(button);
  button.focus();
}

function setBusy(now) {
  busy = now;
  waiting.hidden = !now;
  form.querySelector("button").disabled = now;
}

function send(label, { text = "", press = "" }) {
  if (busy) return;
  settle(log);
  drawMine(log, label);
  deliver("/chat/turn", { text, press, message_id: crypto.randomUUID() });
}

function grow() {
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 4}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (!text || busy) return;
  words.value = "";
  grow();
  send(text, { text });
});

words.addEventListener("input", grow);
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

if (token) {
  showWho();
  deliver("/chat/open", { message_id: crypto.randomUUID() });
} else {
  form.hidden = true;
  drawReply(log, notice("You are not signed in", "On this computer, run\nsignpost link --as NAME\nand open the link that it prints."), send);
}
