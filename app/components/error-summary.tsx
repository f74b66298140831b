export type FormProblem = {
  /** The id of the entry. */
  id: string
  /** In words, ready to read. */
  message: string
}

/** Above a form that came back: how many entries need another look, and a link to each. */
export function ErrorSummary({
  title,
  note,
  problems,
}: {
  title: string
  note?: string
  problems: FormProblem[]
}) {
  if (problems.length === 0) return null
  return (
    <div role="alert" className="border-s-4 border-loss ps-4" id="problems">
      <h2 className="text-l text-loss">{title}</h2>
      {note && <p className="text-s">{note}</p>}
      <ul className="mt-2 grid gap-1.5">
        {problems.map((problem) => (
          <li key={`${problem.id}-${problem.message}`}>
            <a href={`#${problem.id}`} className="inline-block py-0.5 text-loss">
              {problem.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
