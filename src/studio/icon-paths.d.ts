export const ICON_PATHS: readonly string[];
