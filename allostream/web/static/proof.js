// Has a sum done beside the page (proof-worker.js) and puts its answer into the form. No sentence stands here: the page
// has them all, and shows the one that is so. Where nothing can be done beside the page, the way without it stays.

for (const box of document.querySelectorAll("[data-proof]")) {
  const form = box.closest("form");
  const answer = box.querySelector('[name="proof-answer"]');
  const progress = box.querySelector("progress");
  const show = (name) => {
    for (const one of ["without", "with", "done"]) box.querySelector(`[data-proof-${one}]`).hidden = one !== name;
  };
  let waiting = null; // the button that was pressed before the sum was done

  const begin = () => {
    const worker = new Worker(box.dataset.worker);
    worker.onerror = () => {
      show("without");
      waiting = null;
      form.removeEventListener("submit", hold);
    };
    worker.onmessage = ({ data }) => {
      progress.value = data.length;
      if (data.length < Number(box.dataset.parts)) return;
      answer.value = data.join(".");
      worker.terminate();
      show("done");
      form.removeEventListener("submit", hold);
      if (waiting) form.requestSubmit(waiting);
      else if ("proofSends" in form.dataset) form.requestSubmit();
    };
    worker.postMessage([box.dataset.proof, Number(box.dataset.bits), Number(box.dataset.parts)]);
    form.addEventListener("submit", hold);
    show("with");
  };
  const hold = (event) => {
    event.preventDefault();
    waiting = event.submitter;
  };
  try {
    begin();
  } catch {
    show("without");
  }
}
