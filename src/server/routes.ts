/** The table of all routes of the API: router, checks, OpenAPI and docs/service.md come of it. */
import type { Route } from './route.ts';
import { ACTIVATION_ROUTES } from './routes/activations.ts';
import { DEVICE_ROUTES } from './routes/devices.ts';
import { ENDPOINT_ROUTES } from './routes/endpoints.ts';
import { EVENT_ROUTES } from './routes/events.ts';
import { KEY_ROUTES } from './routes/keys.ts';
import { RECORD_ROUTES } from './routes/records.ts';
import { REQUEST_ROUTES } from './routes/requests.ts';
import { TICKET_ROUTES } from './routes/tickets.ts';

export const ROUTES: readonly Route[] = [
  ...ACTIVATION_ROUTES,
  ...DEVICE_ROUTES,
  ...REQUEST_ROUTES,
  ...EVENT_ROUTES,
  ...ENDPOINT_ROUTES,
  ...RECORD_ROUTES,
  ...TICKET_ROUTES,
  ...KEY_ROUTES,
];
