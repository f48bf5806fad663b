declare const brand: unique symbol;

/** A type that is `T` at run time and a kind of its own to the compiler: ids and units do not mix. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Marks a value as one of a kind. The only place, besides decoders, where a brand is given. */
export function branded<B extends Brand<string, string> | Brand<number, string>>(
  value: B extends string ? string : number,
): B {
  return value as unknown as B;
}
