/** What the API takes and gives, as schemas. */
export * from './schema-parts.ts';
export * from './schemas-of-access.ts';
export * from './schemas-of-devices.ts';
export * from './schemas-of-records.ts';
