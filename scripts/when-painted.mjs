/**
 * Runs in a page that a picture is taken of: resolves once fonts, pictures and elements that come
 * in chunks of their own are there, and each camera is painted.
 */
export async function whenPainted() {
  const { document, requestAnimationFrame } = globalThis;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const everything = (root) =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? everything(each.shadowRoot) : []),
    ]);
  const videos = new Map();
  // A video with data, and even its first frame, may still be on its way to the screen: Chromium
  // hands the second one over when the first has arrived.
  const isPainted = (video) => {
    if (!videos.has(video)) {
      videos.set(video, false);
      video.requestVideoFrameCallback(() =>
        video.requestVideoFrameCallback(() => videos.set(video, true)),
      );
    }
    return videos.get(video);
  };
  const isLoading = (element) =>
    (element.localName === 'video' && element.srcObject && !isPainted(element)) ||
    (element.localName === 'img' && !element.complete) ||
    element.matches(':not(:defined)');
  await document.fonts.ready;
  await frame();
  // Against hanging only.
  for (let i = 0; everything(document).some(isLoading); i += 1) {
    if (i > 1000) throw new Error('a picture, an element or the camera does not come');
    await frame();
  }
  await frame();
  await frame();
}
