/** One in twenty once more, somewhere among the rest. */
export const withDuplicates = <T>(items: T[]): T[] => [
  ...items,
  ...items.filter((_, index) => index % 20 === 0),
]

/** Every order is as likely as any other. */
export function shuffled<T>(items: T[]): T[] {
  const mixed = items.map((item) => ({ item, at: Math.random() }))
  return mixed.sort((a, b) => a.at - b.at).map(({ item }) => item)
}

export const inPages = <T>(items: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, page * size + size),
  )

/** Works through the items with so many under way at any moment. Answers the seconds it took. */
export async function inFlight<T>(
  items: T[],
  many: number,
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  const left = items.values()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: many }, async () => {
      for (const item of left) await work(item)
    }),
  )
  return (performance.now() - began) / 1000
}
