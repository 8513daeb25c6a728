// The answer at the gate is also heard and felt; what was signed with a finger goes along as a picture.
const verdict = document.querySelector(".pd-verdict");

function sound(good) {
  const Context = window.AudioContext;
  if (!Context) return;
  const context = new Context();
  const notes = good ? [[880, 0, 0.12], [1320, 0.14, 0.16]] : [[220, 0, 0.28], [180, 0.32, 0.4]];
  for (const [pitch, at, lasts] of notes) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = good ? "sine" : "square";
    tone.frequency.value = pitch;
    volume.gain.value = good ? 0.3 : 0.2;
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + at);
    tone.stop(context.currentTime + at + lasts);
  }
}

if (verdict) {
  const good = verdict.classList.contains("pd-verdict-good");
  // Before the first tap on a page the browser lets nothing be felt, and complains of the try.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(good ? 80 : [200, 100, 200]);
  sound(good);
}

for (const pad of document.querySelectorAll("[data-sign]")) {
  const canvas = pad.querySelector("canvas");
  const field = document.getElementById(pad.dataset.sign);
  const pen = canvas.getContext("2d");
  let drawn = false;
  let last = null;
  pad.hidden = false;
  field.closest(".pd-field")?.setAttribute("hidden", "");
  canvas.width = canvas.clientWidth * 2;
  canvas.height = canvas.clientHeight * 2;
  const blank = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    drawn = false;
  };
  blank();
  const place = (event) => {
    const edge = canvas.getBoundingClientRect();
    return [(event.clientX - edge.left) * 2, (event.clientY - edge.top) * 2];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = place(event);
    pen.strokeStyle = "#14233d";
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    drawn = true;
  });
  for (const over of ["pointerup", "pointercancel"]) canvas.addEventListener(over, () => { last = null; });
  pad.querySelector("button").addEventListener("click", blank);
  const form = field.form;
  form.addEventListener("submit", (event) => {
    if (!drawn || field.files.length) return;
    event.preventDefault();
    canvas.toBlob((picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "signature.png", { type: "image/png" }));
      field.files = files.files;
      form.requestSubmit(event.submitter);
    }, "image/png");
  });
}

// How many of the lines are ticked, on the button that lets them out.
const counted = document.querySelector("[data-count-ticks]");
if (counted) {
  const ticks = [...document.querySelectorAll("[name=items]")];
  const tell = () => {
    const out = ticks.filter((each) => each.checked).length;
    counted.textContent = out === ticks.length ? counted.dataset.all : counted.dataset.part.replace("#", out);
    document.querySelectorAll("[data-when-part]").forEach((each) => { each.hidden = !out || out === ticks.length; });
  };
  ticks.forEach((each) => each.addEventListener("change", tell));
  tell();
}
