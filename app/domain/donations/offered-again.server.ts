import { z } from 'zod'
import { openFunds } from '#app/domain/funds/open-funds.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { intentOfAgainToken, isBrowserMark } from './again-token.ts'
import { openComment, openTribute, type Tribute } from './keep-gift-words.server.ts'

const lastsMs = 3 * 24 * 60 * 60 * 1000

type Back = {
  token: string
  /** What the browser kept when it left for the payment page; null in another browser. */
  mark: string | null
  slug: string
  /** The reader's, for the names of funds. */
  language: string
}

export type OfferedAgain = {
  /** `unreached`: the card service did not open the payment page. */
  state: 'waiting' | 'expired' | 'unreached' | 'paid'
  coverFee: boolean
  totalCents: bigint
  /** For the other funds, in cents by slug. */
  share: Record<string, bigint>
  /** Other funds that take nothing now: their cents are still in `totalCents`, and in no share. */
  gone: { fund: string; cents: bigint }[]
  /** Only for the browser that filled the form. */
  own: {
    formToken: string
    thanksToken: string
    name: string
    email: string
    incognito: boolean
    updates: boolean
    tribute: (Tribute & { kind: string }) | null
    comment: { text: string; mayBePublic: boolean } | null
    employer: string
  } | null
}

/**
 * What a donor chose before Stripe sent them back to this fund's page, for three days. The address may have been passed
 * on: amounts go to whoever has it, name and e-mail only to the browser that wrote them. Records nothing.
 */
export async function offeredAgain({ token, mark, slug, language }: Back): Promise<OfferedAgain | null> {
  const intentId = intentOfAgainToken(token)
  if (!z.uuid().safeParse(intentId).success || intentId === null) return null
  const intent = await db().giftIntent.findUnique({
    where: { id: intentId },
    include: {
      checkoutSession: { select: { state: true, expiresAt: true } },
      giftIntentParts: {
        include: {
          fundPurpose: {
            select: {
              fund: { select: { slug: true } },
              fundPurposeTexts: { where: { language: { in: [language, 'en'] } } },
            },
          },
        },
      },
    },
  })
  if (!intent || intent.occurredAt.getTime() + lastsMs < now().getTime()) return null

  const parts = intent.giftIntentParts.map(({ fundPurpose, ...part }) => ({
    ...part,
    slug: fundPurpose.fund.slug,
    fund: nameIn(language, fundPurpose.fundPurposeTexts),
  }))
  if (!parts.some((part) => part.slug === slug)) return null
  const others = parts.filter((part) => part.slug !== slug)
  const open = new Set((await openFunds({ language })).map((fund) => fund.slug))
  const session = intent.checkoutSession
  const place = session ? null : await db().checkoutPlace.findUnique({ where: { intentId } })
  // An erased donor's address is none any more, and the name beside it says nothing.
  const isSame = mark !== null && isBrowserMark(intent.id, mark) && !intent.email.startsWith('erased:')
  const { formToken, thanksToken, name, email, incognito, wantsUpdates } = intent
  return {
    state: stateOf(session, place?.failedAt ?? null),
    coverFee: parts.some(({ feeCoverCents }) => feeCoverCents > 0n),
    totalCents: parts.reduce((sum, { giftCents }) => sum + giftCents, 0n),
    share: Object.fromEntries(
      others.filter((part) => open.has(part.slug)).map((part) => [part.slug, part.giftCents]),
    ),
    gone: others
      .filter((part) => !open.has(part.slug))
      .map(({ fund, giftCents }) => ({ fund, cents: giftCents })),
    own: isSame
      ? {
          ...{ formToken, thanksToken, name, email, incognito, updates: wantsUpdates },
          ...(await wordsOf(intent.id)),
        }
      : null,
  }
}

/** One whose payment page was never open is as one who came back without paying. */
function stateOf(
  session: { state: string; expiresAt: Date } | null,
  failedAt: Date | null,
): OfferedAgain['state'] {
  if (!session) return failedAt ? 'unreached' : 'waiting'
  if (session.state === 'complete') return 'paid'
  return session.state === 'expired' || session.expiresAt <= now() ? 'expired' : 'waiting'
}

/** By the name that its donor chose it by. */
const nameIn = (language: string, texts: { language: string; name: string }[]): string =>
  (texts.find((text) => text.language === language) ?? texts[0])?.name ?? ''

/** What its donor wrote beside the gift; only for the browser that wrote it. */
const wordsOf = (intentId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const where = { intentId }
    const tribute = await tx.giftTribute.findUnique({ where })
    const comment = await tx.giftComment.findUnique({ where })
    const match = await tx.giftMatch.findUnique({ where })
    return {
      tribute: tribute?.sealed ? { kind: tribute.kind, ...openTribute(intentId, tribute.sealed) } : null,
      comment: comment?.sealed
        ? { text: openComment(intentId, comment.sealed), mayBePublic: comment.mayBePublic }
        : null,
      employer: match?.employer ?? '',
    }
  })
