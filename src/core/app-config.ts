/** Plain texts that a brand may have in place of the app's. */
export interface BrandWords {
  /** The title of the first screen. */
  readonly welcome?: string;
  /** The text below it. */
  readonly welcomeText?: string;
  /** Where to ask for help, at the end of the page Help. */
  readonly help?: string;
}

/** What the organisation that hosts the app decides: public/config.json, checked by the build. */
export interface AppConfig {
  readonly name: string;
  readonly shortName: string;
  /** A picture below public/ that takes the place of the mark. */
  readonly logo?: string;
  /** Tags of the languages that are offered; absent: all. */
  readonly languages?: readonly string[];
  /** The language until the person chooses; absent: the browser's. */
  readonly language?: string;
  /** The brand's own words in place of the app's, by the tag of their language. */
  readonly words?: Readonly<Record<string, BrandWords>>;
  /** `#rrggbb` */
  readonly brandColor: string;
  /** 4–8 digits, for a new PIN. */
  readonly pinLength: number;
  readonly graceSeconds: number;
  /** Wrong PINs in a row that erase everything; 0 never does. */
  readonly wipeAfter: number;
  readonly biometrics: boolean;
  readonly notifications: boolean;
  /** Whether a notification may show a request's title besides its kind, on a lock screen too. */
  readonly notificationTitles: boolean;
  /** Whether Home's cards say what a request is about before the app is unlocked. */
  readonly homeDetails: boolean;
  /** Days for which an answer is kept where the person switches that on; 0: never. */
  readonly earlierDays: number;
  /** Whether the app looks for requests by itself while it is on the screen. */
  readonly poll: boolean;
  /** Whether accounts of other servers can be added; those that are here stay in any case. */
  readonly otherAccounts: boolean;
  /** Empty: every issuer is accepted, its name shown as claimed. Keys: compressed points, hex. */
  readonly trustedIssuers: readonly {
    readonly name: string;
    readonly key: string;
    readonly formerKeys: readonly string[];
    readonly retiredKeys: readonly string[];
  }[];
  /** Origins that `connect-src` allows. */
  readonly services: readonly string[];
}
