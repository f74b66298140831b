import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { figureNames } from '#app/domain/transparency/figures.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { figureSentence } from './figure-sentence.ts'
import { type UpdateLanguage, type UpdateText, updateLanguages } from './update-form.ts'

export type Composer = {
  /** Published closes that an update can stand on, the newest first. */
  closes: {
    id: string
    fundName: string
    cutAt: Date
    /** What the public may read of it, as sentences in each language. */
    figures: { name: string; sentences: Record<UpdateLanguage, string> }[]
  }[]
  /** The words of an earlier draft to begin with. */
  from: { closeId: string; texts: Partial<Record<UpdateLanguage, UpdateText>> } | null
}

const closesShown = 24

/** What someone needs who writes an update for one of these funds. */
export async function composer(of: {
  fundIds: string[]
  language: string
  fromUpdateId: string | null
}): Promise<Composer> {
  const { fundIds } = of
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
    const names = await fundNames(tx, { fundIds, language: of.language })
    const closes = await tx.publicationClose.findMany({
      where: { fundId: { in: fundIds }, published: true },
      orderBy: { occurredAt: 'desc' },
      take: closesShown,
      include: { publishedFigures: true },
    })
    return {
      closes: closes.map((close) => ({
        ...{ id: close.id, fundName: names.get(close.fundId) ?? '', cutAt: close.cutAt },
        figures: inOrder(close.publishedFigures).flatMap(({ figure, shownValue, shownAsOf }) =>
          shownValue !== null && shownAsOf
            ? [sentencesOf({ name: figure, value: shownValue, asOf: shownAsOf }, timezone)]
            : [],
        ),
      })),
      from: of.fromUpdateId ? await earlierDraft(tx, { fundIds, updateId: of.fromUpdateId }) : null,
    }
  })
}

/** Raised first, then as the public page has them. */
const inOrder = <Row extends { figure: string }>(rows: Row[]): Row[] =>
  ['raised', ...figureNames].flatMap((name) => rows.filter(({ figure }) => figure === name))

function sentencesOf(figure: { name: string; value: bigint; asOf: Date }, timezone: string) {
  const sentences = Object.fromEntries(
    updateLanguages.map((language) => [language, figureSentence(figure, { language, timezone })]),
  ) as Record<UpdateLanguage, string>
  return { name: figure.name, sentences }
}

async function earlierDraft(
  tx: Tx,
  { fundIds, updateId }: { fundIds: string[]; updateId: string },
): Promise<Composer['from']> {
  const update = await tx.impactUpdate.findFirst({
    where: { id: updateId, fundId: { in: fundIds } },
    include: { impactUpdateTexts: true },
  })
  if (!update) return null
  const texts: Partial<Record<UpdateLanguage, UpdateText>> = {}
  for (const { language, title, situation, results, actions } of update.impactUpdateTexts) {
    const known = updateLanguages.find((each) => each === language)
    if (known) texts[known] = { title, situation, results, actions }
  }
  return { closeId: update.closeId, texts }
}
