import type { ReactNode } from 'react'
import type { ReversalReason } from '#app/domain/copays/copay.ts'
import type { InterpreterKind } from '#app/domain/copays/reading.ts'
import { fill } from '#app/domain/copays/texts/agreement-text.ts'
import { readAloudTexts } from '#app/domain/copays/texts/read-aloud.ts'
import { takenBackTexts } from '#app/domain/copays/texts/taken-back.ts'
import { agreementTexts, officialLanguage, type PaperLanguage } from '#app/domain/copays/texts/texts.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { direction } from '#app/words/languages.ts'

export type Paper = {
  language: PaperLanguage
  amount: bigint
  organization: string
  fund: string
  caseCode: string
  /** Whether the official text has to stand beside this language. */
  withOfficial: boolean
  review: { reviewer: string; reviewedOn: Date } | null
  /** How it was read aloud in another language; empty words are lines to write on. Null where it is not. */
  reading: { language: string; interpreter: string; kind: InterpreterKind | null } | null
  /** What the signed copy says; lines to write on where it is not signed yet, and where a name is not asked for. */
  signed: { name: string | null; number: string; on: Date; witness: string } | null
}

/** The agreement in the family's language, to be read together, signed, and kept by both. */
export function AgreementPaper(paper: Paper) {
  const { language, withOfficial, review } = paper
  const text = agreementTexts[language]
  return (
    <article lang={language} dir={direction(language)} className="grid gap-6">
      <Clauses paper={paper} language={language} />
      {withOfficial && (
        <section lang={officialLanguage} dir="ltr" className="grid gap-3 border-t border-edge pt-6">
          <p lang={language} dir={direction(language)} className="text-s text-quiet">
            {text.unreviewed}
          </p>
          <Clauses paper={paper} language={officialLanguage} isBeside />
        </section>
      )}
      <Signature {...paper} />
      {paper.reading && <ReadAloud language={language} reading={paper.reading} />}
      {review && (
        <p className="text-s text-quiet">
          {fill(text.reviewed, {
            reviewer: review.reviewer,
            date: formatDate(review.reviewedOn, language, 'UTC'),
          })}
        </p>
      )}
    </article>
  )
}

function Clauses({ paper, language, isBeside }: { paper: Paper; language: PaperLanguage; isBeside?: true }) {
  const text = agreementTexts[language]
  const values = {
    amount: formatCents(paper.amount, language),
    organization: paper.organization,
    fund: paper.fund,
  }
  const Title = isBeside ? 'h2' : 'h1'
  const Clause = isBeside ? 'h3' : 'h2'
  return (
    <>
      <Title className={isBeside ? 'text-l' : 'text-2xl'}>{text.title}</Title>
      <p className="measure">{fill(text.lead, values)}</p>
      <ol className="grid gap-4">
        {text.clauses.map((clause) => (
          <li key={clause.title} className="measure">
            <Clause className="font-semibold">{clause.title}</Clause>
            <p>{fill(clause.text, values)}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Signature({ language, caseCode, organization, signed }: Paper) {
  const { signature } = agreementTexts[language]
  const lines: { label: string; value: ReactNode }[] = [
    { label: signature.case, value: <bdi>{caseCode}</bdi> },
    { label: signature.number, value: signed && <bdi>{signed.number}</bdi> },
    { label: signature.name, value: signed?.name && <bdi>{signed.name}</bdi> },
    { label: signature.date, value: signed && formatDate(signed.on, language, 'UTC') },
    { label: fill(signature.witness, { organization }), value: signed && <bdi>{signed.witness}</bdi> },
  ]
  return (
    <section className="grid gap-4">
      <p className="measure font-semibold">{signature.signed}</p>
      <Lines lines={lines} />
    </section>
  )
}

/** Who read it to them, and in which language: they sign beside it. */
function ReadAloud({
  language,
  reading,
}: {
  language: PaperLanguage
  reading: NonNullable<Paper['reading']>
}) {
  const text = readAloudTexts[language]
  return (
    <section className="grid gap-4">
      <p className="measure">{text.lead}</p>
      <Lines
        lines={[
          { label: text.language, value: reading.language && <bdi>{reading.language}</bdi> },
          {
            label: text.interpreter,
            value: reading.interpreter && (
              <>
                <bdi>{reading.interpreter}</bdi>
                {reading.kind && ` (${text[reading.kind]})`}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}

type Receipt = {
  amount: bigint
  at: Date
  reference: string
  number: string
  takenBackOn: Date | null
  takenBackFor: ReversalReason | null
}

/** What the family takes home: how much, when, and that it is theirs. No word about taxes, since it is no gift. */
export function ReceiptPaper(paper: Pick<Paper, 'language' | 'caseCode' | 'organization' | 'fund'> & Of) {
  const { language, caseCode, organization, fund, receipt, timezone } = paper
  const { receipt: text, signature } = agreementTexts[language]
  const amount = formatCents(receipt.amount, language)
  return (
    <article lang={language} dir={direction(language)} className="grid gap-6">
      <h1 className="text-2xl">{text.title}</h1>
      {receipt.takenBackOn && receipt.takenBackFor && (
        <p className="measure font-semibold">
          {fill(takenBackTexts[language].lead, { date: formatDate(receipt.takenBackOn, language, 'UTC') })}{' '}
          {takenBackTexts[language][receipt.takenBackFor]}
        </p>
      )}
      <p className="measure">{fill(text.lead, { amount, number: receipt.number })}</p>
      <Lines
        lines={[
          { label: text.amount, value: amount },
          { label: text.date, value: formatDate(receipt.at, language, timezone) },
          { label: text.reference, value: <bdi>{receipt.reference}</bdi> },
          { label: signature.case, value: <bdi>{caseCode}</bdi> },
        ]}
      />
      {!receipt.takenBackOn && <p className="measure">{text.keep}</p>}
      <p className="text-quiet">
        <bdi>{organization}</bdi> · <bdi>{fund}</bdi>
      </p>
    </article>
  )
}

type Of = { receipt: Receipt; timezone: string }

const Lines = ({ lines }: { lines: { label: string; value: ReactNode }[] }) => (
  <dl className="grid gap-3">
    {lines.map(({ label, value }) => (
      <div key={label} className="grid gap-x-6 border-b border-edge pb-2 sm:grid-cols-[16rem_1fr]">
        <dt className="text-s text-quiet">{label}</dt>
        <dd className={value ? '' : 'min-h-8'}>{value}</dd>
      </div>
    ))}
  </dl>
)
