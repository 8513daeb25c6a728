// The gate's camera: the phone's own detector where it knows QR codes, else jsQR on the frames. Whatever is read is sent
// by the form, as if it had been typed; nothing is decided here.
const form = document.getElementById("gate-scan");
const input = form?.querySelector("[name=code]");
const video = document.getElementById("gate-video");
const box = document.getElementById("gate-camera");
const start = document.getElementById("gate-start");
const told = document.getElementById("gate-told");
const canvas = document.createElement("canvas");
const pen = canvas.getContext("2d", { willReadFrequently: true });
const LONGEST_SIDE = 800;
const PAUSE_MS = 120;
let stream = null;
let opening = false;
let sent = false;

async function detector() {
  if (!("BarcodeDetector" in window)) return null;
  try {
    // Some browsers inside chat apps have the object but no formats.
    const known = await BarcodeDetector.getSupportedFormats();
    return known.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

function frame() {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

async function read(native) {
  if (!video.videoWidth) return "";
  if (native) {
    const found = await native.detect(video).catch(() => []);
    if (found.length) return found[0].rawValue;
  }
  const picture = frame();
  return window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data || "";
}

function send(text) {
  if (sent || !text) return;
  sent = true;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(60);
  input.value = text;
  stop();
  form.requestSubmit();
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
}

async function watch() {
  const native = await detector();
  while (stream && !sent) {
    send(await read(native));
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

async function open() {
  if (stream || opening || sent) return;
  opening = true;
  box.classList.add("is-open"); // its room is taken at once: nothing jumps under a finger when the picture comes
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    video.srcObject = stream;
    await video.play();
  } catch {
    stop();
    box.classList.remove("is-open");
    told.textContent = box.dataset.blocked;
    return;
  } finally {
    opening = false;
  }
  told.textContent = box.dataset.aim;
  localStorage.setItem("gate-camera", "1");
  watch();
}

if (box && navigator.mediaDevices?.getUserMedia) {
  box.hidden = false;
  start.addEventListener("click", open);
  // Whoever has opened the camera once scans one pass after the other.
  if (localStorage.getItem("gate-camera") && input && !input.value) open();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else if (box.classList.contains("is-open")) open();
  });
}
