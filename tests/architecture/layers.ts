/** What a module belongs to, by where it lies. The first match counts. */
const layers: [prefix: string, layer: Layer][] = [
  ['app/domain/', 'domain'],
  ['app/routes/', 'routes'],
  ['app/webhooks/', 'webhooks'],
  ['app/http/', 'http'],
  ['app/components/', 'components'],
  ['app/words/', 'words'],
  ['app/platform/', 'platform'],
  ['app/jobs/handlers/', 'handlers'],
  ['app/jobs/queue.ts', 'queue'],
  ['app/jobs/', 'runner'],
  ['app/start/', 'start'],
  ['app/', 'process'],
  ['emails/', 'emails'],
  ['prisma/generated/', 'client'],
  ['prisma/', 'prisma'],
  ['tests/', 'tests'],
]

export type Layer =
  | ('domain' | 'routes' | 'webhooks' | 'http' | 'components' | 'words' | 'platform' | 'handlers' | 'queue')
  | ('runner' | 'start' | 'process' | 'emails' | 'client' | 'prisma' | 'tests')

export const layerOf = (path: string): Layer | undefined =>
  layers.find(([prefix]) => path.startsWith(prefix))?.[1]

/**
 * Who may take from whom, beside from itself. Nobody takes from routes or tests. `process` is the document shell and
 * the entries, which put the rest together.
 */
export const mayTakeFrom: Record<Layer, Layer[]> = {
  routes: ['http', 'components', 'domain', 'words', 'platform'],
  webhooks: ['http', 'domain', 'platform', 'queue'],
  http: ['domain', 'words', 'platform'],
  components: ['http', 'domain', 'words'],
  words: ['domain'],
  domain: ['queue', 'platform', 'client'],
  queue: ['platform'],
  handlers: ['queue', 'domain', 'platform'],
  runner: ['handlers', 'queue', 'platform'],
  emails: ['domain', 'words'],
  platform: ['client'],
  start: ['domain', 'platform', 'prisma'],
  process: ['start', 'webhooks', 'http', 'components', 'words', 'runner', 'domain', 'platform', 'prisma'],
  // The demonstration's story is told by all that the product does, doorbell and jobs included.
  prisma: ['domain', 'platform', 'client', 'webhooks', 'handlers', 'queue'],
  client: [],
  tests: [
    ...(['domain', 'webhooks', 'http', 'components', 'words', 'platform', 'handlers', 'queue'] as const),
    ...(['runner', 'start', 'process', 'emails', 'client', 'prisma', 'routes'] as const),
  ],
}

/** Where one nearer look is needed than the table has: of the other layer only these files may be taken, types apart. */
export const narrowed: { from: Layer; to: Layer; only: RegExp; why: string }[] = [
  {
    ...{ from: 'emails', to: 'domain', only: /-> app\/domain\/money\// },
    why: 'a mail knows its props and how to write money',
  },
  {
    ...{ from: 'words', to: 'domain', only: /-> app\/domain\/(?:refusal\.ts$|money\/)/ },
    why: 'refusals are put into words from their code and amounts',
  },
  {
    ...{ from: 'components', to: 'http', only: /-> app\/http\/(?:paths|own-path)\.ts$/ },
    why: 'components link to pages and know nothing else of HTTP',
  },
]

/**
 * The nouns that write to people: they name a message's props or have it rendered, and read the catalogs for that.
 * No other noun knows that there is mail.
 */
export const writesToPeople =
  /^app\/domain\/(?:mail|mail-sign-ups|receipts|statements|recurring-donations|schedule-wishes|fund-followings|organization|impact-updates|donor-area|tributes)\//

/** The domain's own tools. None of them is an SDK, a framework, or a way to draw; another one is a decision. */
export const domainPackages = ['zod', '@simplewebauthn/server', 'otpauth', 'uqr', 'temporal-polyfill']

/** The world's SDKs stop at the platform; running jobs and migrating are platform work that has folders of their own. */
export const sdks: { packages: RegExp; only: RegExp }[] = [
  { packages: /^(?:stripe|@sendgrid\/.*|pino|pino-http|@prisma\/.*)$/, only: /^app\/platform\// },
  { packages: /^pg(?:-.*)?$/, only: /^(?:app\/platform|prisma)\// },
  { packages: /^graphile-worker$/, only: /^(?:app\/jobs\/(?:run|schedule)\.ts|prisma\/grants\.ts)$/ },
]
