/**
 * A platform authenticator for one page of one test: WebAuthn's virtual authenticator through the
 * DevTools protocol.
 */
import type { Page } from '@playwright/test';

export interface Passkeys {
  /** Recognises no face or finger any longer. */
  recogniseNobody(): Promise<void>;
  /** Answers no prompt, or answers those that are open and come. */
  answer(answers: boolean): Promise<void>;
  /** After too many wrong faces: the same phone with a new authenticator, without passkeys. */
  beginAnew(): Promise<void>;
  /** The person deletes every passkey in the system's settings. */
  deleteAll(): Promise<void>;
  count(): Promise<number>;
}

/** A phone with biometrics; without `prf` they guard screens but keep no keys. */
export async function givePasskeys(page: Page, { prf = true } = {}): Promise<Passkeys> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const add = async (): Promise<string> => {
    const added = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        hasPrf: prf,
        automaticPresenceSimulation: true,
      },
    });
    return added.authenticatorId;
  };
  let authenticatorId = await add();
  return {
    async recogniseNobody() {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    },
    async answer(enabled) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async beginAnew() {
      await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      authenticatorId = await add();
    },
    async deleteAll() {
      await devtools.send('WebAuthn.clearCredentials', { authenticatorId });
    },
    async count() {
      const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.length;
    },
  };
}

/**
 * As some systems do: makes the passkey, and gives its key only at a second tap. To call before the
 * page is opened.
 */
export async function withholdKeyAtCreation(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = async (options) => {
      const credential = await create(options);
      if (credential instanceof PublicKeyCredential)
        credential.getClientExtensionResults = () => ({ prf: { enabled: true } });
      return credential;
    };
  });
}
