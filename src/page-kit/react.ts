/** Tells React 19's JSX of the page kit's elements; for the compiler alone. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

import type {
  TesseraActivation,
  TesseraCode,
  TesseraDevices,
  TesseraElement,
  TesseraRequest,
} from './public.ts';

/** React 19 sets a custom element's properties: whatever an element has may be given. */
type Props<T extends TesseraElement, Own extends keyof T = never> = DetailedHTMLProps<
  HTMLAttributes<T>,
  T
> &
  Partial<Pick<T, 'authenticator' | 'camera' | 'connection' | 'image' | Own>>;

declare module 'react' {
  // The compiler knows the elements of JSX by this namespace alone.
  // oxlint-disable-next-line typescript/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'tessera-activation': Props<TesseraActivation>;
      'tessera-code': Props<TesseraCode, 'kind' | 'name' | 'request' | 'required'>;
      'tessera-devices': Props<TesseraDevices>;
      'tessera-request': Props<TesseraRequest, 'request'>;
    }
  }
}
