/** What README's ten lines expect of a page. */
export declare const page: {
  show(image: string): void;
  typed(what: 'device code' | 'activation code' | 'one-time password'): Promise<string>;
  tell(right: boolean): void;
};
