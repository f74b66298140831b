import ts from 'typescript'
import type { Source } from './sources.ts'

export type RequestHandler = { name: string; path: string; body: ts.Node | undefined }

/** Pages that a person meets before they are known, or whose frame only shows who is there. */
export const answersStrangers = (path: string): boolean =>
  path === 'app/routes/admin.tsx' || /^app\/routes\/admin\.(?:sign-in|sign-out|enrol)/.test(path)

/** Loaders and actions, however they are exported. One that is written elsewhere has no body to look at. */
export function requestHandlers({ tree, path }: Source): RequestHandler[] {
  return tree.statements
    .flatMap((statement) => namedExports(statement))
    .flatMap(([name, body]) => (name === 'loader' || name === 'action' ? [{ name, path, body }] : []))
}

function namedExports(statement: ts.Statement): [string, ts.Node | undefined][] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement
    if (!exportClause || !ts.isNamedExports(exportClause)) return []
    return exportClause.elements.map((element) => [element.name.text, undefined])
  }
  if (!ts.canHaveModifiers(statement) || !isExported(statement)) return []
  if (ts.isFunctionDeclaration(statement)) return [[statement.name?.text ?? '', statement.body]]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.map(({ name, initializer }) => [
    name.getText(),
    initializer && ts.isArrowFunction(initializer) ? initializer.body : undefined,
  ])
}

const isExported = (statement: ts.HasModifiers): boolean =>
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

/** The first thing that the handler does is to ask who is there; one that only sends on shows nothing to anyone. */
export function asksFirst({ body, path }: RequestHandler, { tree }: Source): boolean {
  if (!body) return false
  const first = ts.isBlock(body) ? body.statements[0] : body
  const text = first?.getText(tree) ?? ''
  return (
    asking(isOfDonors(path) ? 'requireDonor' : 'requireStaff').test(text) ||
    /^redirect\(paths\.\w+\(\)\)$/.test(text)
  )
}

const asking = (who: string) => new RegExp(`^(?:const [^=]+= )?(?:return )?await ${who}\\(`)

/** The donor's own pages, frame and all; the way in is a public page. */
export const isOfDonors = (path: string): boolean => /^app\/routes\/donor\b/.test(path)
