/** The shape of tests/vectors/other-servers.json. */
export interface OtherServerVectors {
  readonly twoStep: {
    readonly texts: readonly { readonly phoneHex: string; readonly text: string }[];
    readonly uri: string;
    readonly serverHex: string;
    readonly phoneHex: string;
    readonly rounds: number;
    readonly keyLength: number;
    readonly keyHex: string;
    readonly totpAt1790000000: string;
    readonly hotpCounter1: string;
  };
  readonly ocra2: {
    readonly signature: {
      readonly key: string;
      readonly suite: string;
      readonly signed: string;
      readonly signatureHex: string;
    };
    readonly activationCodes: readonly { readonly phoneHex: string; readonly code: string }[];
    readonly sharedHex: string;
    readonly nonceHex: string;
    readonly keysHex: Readonly<Record<string, string>>;
    readonly challenge: string;
    readonly codes: readonly { readonly suite: string; readonly codes: readonly string[] }[];
    readonly init: string;
    readonly nonce: string;
    readonly request: string;
    readonly requestCode: { readonly counter: number; readonly code: string };
  };
}
