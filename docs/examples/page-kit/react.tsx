/** A page of React 19: elements get their connection as a property, and tell by events. */
import type { TesseraActivation, TesseraEvents } from '@tessera-auth/issuer/page-kit';
import { pageConnection } from '@tessera-auth/issuer/page-kit';
import type {} from '@tessera-auth/issuer/page-kit/react';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const connection = pageConnection({ base: '/api', issuer: 'Northwind Bank' });

type Activated = CustomEvent<TesseraEvents['tessera-activated']>;

function Devices() {
  const activation = useRef<TesseraActivation>(null);
  const [serial, setSerial] = useState<string>();

  useEffect(() => {
    const element = activation.current;
    const tell = ({ detail }: Activated) => setSerial(detail.serial);
    element?.addEventListener('tessera-activated', tell);
    return () => element?.removeEventListener('tessera-activated', tell);
  }, []);

  return (
    <>
      <h1>{serial === undefined ? 'Your devices' : `Device ${serial} is active`}</h1>
      <button type="button" onClick={() => void activation.current?.begin()}>
        Add a phone
      </button>
      <tessera-activation ref={activation} connection={connection} camera="never" />
      <tessera-code kind="otp" connection={connection} />
      <tessera-devices connection={connection} />
    </>
  );
}

const place = document.querySelector('main');
if (place) createRoot(place).render(<Devices />);
