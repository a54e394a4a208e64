/** The styles of the button and the camera's view; a site changes them by their parts. */
import { css } from 'lit';

/** The view shows the square in the middle, which is what is read, as a mirror does. */
export const returnCameraStyles = css`
  :host {
    display: block;
  }

  [part='button'] {
    font: inherit;
    min-block-size: 2.75rem;
    max-inline-size: 100%;
  }

  [part='view'] {
    box-sizing: border-box;
    margin-block-start: 0.75rem;
    inline-size: 100%;
    max-inline-size: 20rem;
    aspect-ratio: 1;
    overflow: hidden;
    background: #000000;
  }

  video {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transform: scaleX(-1);
  }

  /* Room for two lines: the view below stays where it is when other words come. */
  [part='told'] {
    margin: 0.5rem 0 0;
    min-block-size: 3em;
  }

  [part='told']:empty {
    margin: 0;
    min-block-size: 0;
  }
`;
