/**
 * A WebAuthn authenticator in JavaScript for pages that crash: the DevTools' virtual one ends with
 * its page, this one's only secret is the test's.
 */
import type { BrowserContext } from '@playwright/test';

/** To call before the app is opened. Every face is recognised, and every passkey stays. */
export async function giveLastingPasskeys(phone: BrowserContext): Promise<void> {
  await phone.addInitScript(() => {
    if (!isSecureContext) return;
    const secret = new TextEncoder().encode('behind a face that is always the same');
    /** As WebAuthn's pseudo-random function does: of secret and salt, the same ever after. */
    const prf = async (extensions: AuthenticationExtensionsClientInputs | undefined) => {
      const salt = new Uint8Array(extensions!.prf!.eval!.first as ArrayBuffer);
      const first = await crypto.subtle.digest('SHA-256', new Uint8Array([...secret, ...salt]));
      return { prf: { enabled: true, results: { first } } };
    };
    const nothing = new ArrayBuffer(0);
    const credential = (id: Uint8Array<ArrayBuffer>, results: object) =>
      ({
        id: btoa(String.fromCharCode(...id))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', ''),
        rawId: id.buffer,
        type: 'public-key',
        authenticatorAttachment: 'platform',
        response: {
          clientDataJSON: nothing,
          attestationObject: nothing,
          authenticatorData: nothing,
          signature: nothing,
          getTransports: () => ['internal'],
        },
        getClientExtensionResults: () => results,
      }) as unknown as PublicKeyCredential;
    Object.assign(navigator.credentials, {
      create: async ({ publicKey }: CredentialCreationOptions) =>
        credential(crypto.getRandomValues(new Uint8Array(16)), await prf(publicKey!.extensions)),
      get: async ({ publicKey }: CredentialRequestOptions) =>
        credential(
          new Uint8Array(publicKey!.allowCredentials![0]!.id as ArrayBuffer),
          await prf(publicKey!.extensions),
        ),
    });
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = async () => true;
  });
}
