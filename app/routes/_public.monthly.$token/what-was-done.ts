const kinds = ['amount', 'split', 'day', 'skip', 'pause', 'resume', 'undo', 'keep'] as const

type Done = (typeof kinds)[number]

/** What the page before this one did, as the address says it. Anyone can write an address: it only chooses a sentence. */
export const whatWasDone = (url: URL): Done | null =>
  kinds.find((kind) => kind === url.searchParams.get('done')) ?? null
