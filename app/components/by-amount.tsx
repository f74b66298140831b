import type { ReactNode } from 'react'

type ByAmountProps = {
  /** The same sentence for each suggested amount, in their order. */
  known: ReactNode[]
  /** For an amount that only the donor knows. */
  unknown: ReactNode
  /** The sentence with gaps (`{amount}`, `{fee}`, `{total}`) that the page's script fills in for a typed amount. */
  template: string
}

/** One sentence in as many versions as there are amounts. The style sheet shows the one that fits what is chosen: no script needed. */
export function ByAmount({ known, unknown, template }: ByAmountProps) {
  return (
    <span className="by-amount">
      {known.map((sentence, index) => (
        <span key={String(sentence)} data-for={index}>
          {sentence}
        </span>
      ))}
      <span data-for="typed" data-template={template}>
        {unknown}
      </span>
    </span>
  )
}
