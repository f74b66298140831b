import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import ts from 'typescript'

const project = join(import.meta.dirname, '../..')

export type Import = {
  /** A path inside the project, a package's name, or `node:` and a module. */
  to: string
  kind: 'own' | 'package' | 'node'
  /** Erased before it runs: only types are taken. */
  typeOnly: boolean
}

export type Source = { path: string; text: string; tree: ts.SourceFile; imports: Import[] }

/** Every file under the folders, by its path in the project. */
export const filesUnder = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(project, join(entry.parentPath, entry.name)))
      .filter((path) => !path.startsWith('prisma/generated/'))
      .sort(),
  )

export const read = (path: string): string => readFileSync(join(project, path), 'utf8')

/** Every module of ours, parsed, with all that it takes from others. */
export const sources = (...folders: string[]): Source[] =>
  filesUnder(...folders)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(path, read(path)))

export function parse(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, text, tree, imports: importsOf(tree, path) }
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => visit(child, look))
}

/** Static and dynamic imports, `export … from`, `import('…').Type`, `require`, and modules named by `import.meta`. */
function importsOf(tree: ts.SourceFile, path: string): Import[] {
  const found: Import[] = []
  const take = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(resolve(specifier.text, path, typeOnly))
  }
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node)) take(node.moduleSpecifier, isErased(node.importClause))
    if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, node.isTypeOnly)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) take(node.argument.literal, true)
    if (ts.isCallExpression(node) && loadsModule(node)) take(node.arguments[0], false)
  })
  return found
}

function isErased(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  )
}

const loadsModule = ({ expression }: ts.CallExpression): boolean =>
  expression.kind === ts.SyntaxKind.ImportKeyword ||
  /^(?:require|require\.resolve|import\.meta\.resolve)$/.test(expression.getText())

function resolve(specifier: string, from: string, typeOnly: boolean): Import {
  if (specifier.startsWith('#')) return { to: specifier.slice(1), kind: 'own', typeOnly }
  if (specifier.startsWith('.')) {
    return { to: normalize(join(dirname(from), specifier)), kind: 'own', typeOnly }
  }
  if (specifier.startsWith('node:')) return { to: specifier, kind: 'node', typeOnly }
  const parts = specifier.split('/')
  return { to: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), kind: 'package', typeOnly }
}
