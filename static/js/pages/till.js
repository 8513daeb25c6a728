// The till: the total follows the boxes, the change follows the cash. Whole fen throughout; the server reckons it all again.
const form = document.getElementById("till-pay");
const boxes = [...document.querySelectorAll("input[name=receivable], input[name=late]")];
const total = form.querySelector("[data-till-total]");
const capitals = form.querySelector("[data-till-capitals]");
const count = document.querySelector("[data-till-count]");
const handy = form.querySelector("[data-till-handy]");
const change = form.querySelector("[data-till-change]");
const tendered = form.elements.tendered;
const PLAIN = /^[0-9]{1,9}(\.[0-9]{1,2})?$/;
const ROUND_TO = [1000, 5000, 10000];
const DIGITS = "零壹贰叁肆伍陆柒捌玖";

function yuan(fen) {
  const whole = Math.trunc(Math.abs(fen) / 100).toLocaleString("en-US");
  return `${fen < 0 ? "−" : ""}${whole}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;
}

function fenOf(text) {
  if (!PLAIN.test(text)) return null;
  const [whole, cents = ""] = text.split(".");
  return Number(whole) * 100 + Number((cents + "00").slice(0, 2));
}

function group(part) {
  let words = "";
  let zero = false;
  [3, 2, 1, 0].forEach((place) => {
    const digit = Math.trunc(part / 10 ** place) % 10;
    if (digit) {
      words += (zero && words ? "零" : "") + DIGITS[digit] + ["", "拾", "佰", "仟"][place];
      zero = false;
    } else zero = true;
  });
  return words;
}

function inCapitals(fen) {
  let whole = Math.trunc(fen / 100);
  let words = "";
  let step = 0;
  const asked = whole;
  while (whole) {
    const part = whole % 10000;
    whole = Math.trunc(whole / 10000);
    if (part) words = (part < 1000 && whole ? "零" : "") + group(part) + ["", "万", "亿"][step] + words;
    else if (words && !words.startsWith("零")) words = `零${words}`;
    step += 1;
  }
  const jiao = Math.trunc(fen / 10) % 10;
  const last = fen % 10;
  let text = asked || !(jiao || last) ? `${words || "零"}元` : "";
  if (jiao) text += `${DIGITS[jiao]}角`;
  else if (last && asked) text += "零";
  return text + (last ? `${DIGITS[last]}分` : "整");
}

function due() {
  const part = fenOf(form.elements.amount.value.trim());
  return part ?? boxes.filter((box) => box.checked).reduce((sum, box) => sum + Number(box.dataset.fen), 0);
}

function money(output, fen) {
  const sign = document.createElement("i");
  sign.textContent = "¥";
  output.replaceChildren(sign, yuan(fen));
}

function offerHandySums(fen) {
  const sums = [...new Set(ROUND_TO.map((step) => Math.ceil(fen / step) * step))].filter((each) => each !== fen);
  const buttons = [fen, ...sums].slice(0, 4).map((each, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn pd-small";
    button.textContent = place ? yuan(each).replace(".00", "") : handy.dataset.word;
    button.addEventListener("click", () => {
      tendered.value = (each / 100).toFixed(2);
      reckon();
    });
    return button;
  });
  handy.replaceChildren(...(fen ? buttons : []));
}

function reckon() {
  const fen = due();
  const given = fenOf(tendered.value.trim());
  money(total, fen);
  capitals.textContent = inCapitals(fen);
  change.hidden = given === null;
  if (given !== null) {
    money(change.querySelector("output"), given - fen);
    change.toggleAttribute("data-short", given < fen);
  }
  if (count) {
    const bills = boxes.filter((box) => box.name === "receivable");
    const words = count.dataset.words.replace("{chosen}", bills.filter((box) => box.checked).length);
    count.textContent = words.replace("{all}", bills.length);
  }
}

function choose() {
  offerHandySums(due());
  reckon();
}

function showMethod() {
  const method = form.querySelector("input[name=method]:checked")?.value;
  form.querySelectorAll("[data-till-for]").forEach((part) => (part.hidden = !part.dataset.tillFor.split(" ").includes(method)));
}

boxes.forEach((box) => box.addEventListener("change", choose));
form.elements.amount.addEventListener("input", choose);
tendered.addEventListener("input", reckon);
form.addEventListener("change", showMethod);
document.querySelector("[data-till-all]")?.addEventListener("click", () => {
  boxes.forEach((box) => (box.checked = box.hasAttribute("data-due")));
  choose();
});
document.querySelector("[data-till-none]")?.addEventListener("click", () => {
  boxes.forEach((box) => (box.checked = false));
  choose();
});
choose();
showMethod();
