/** `12,345`, of a whole number. By hand: the first call of toLocaleString loads the language data of every locale, some ten milliseconds. */
export const thousands = (value: number): string =>
  Math.round(value)
    .toFixed(0)
    .replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
