import { compileFunction } from 'node:vm'
import { Temporal } from 'temporal-polyfill'
import ts from 'typescript'
import { z } from 'zod'
import { type Source, sources } from '#tests/architecture/sources.ts'

export type StaffForm = { name: string; schema: z.ZodType }

const app = new Map(sources('app').map((source) => [source.path, source]))
const isOfStaff = (path: string) => /^app\/(?:http\/|routes\/admin\b)/.test(path)

/** Every place in the staff's routes where a form is read, as it is found on disk. */
const places = [...app.values()]
  .filter(({ path }) => isOfStaff(path) && path !== 'app/http/parse-form.ts')
  .flatMap((source) => schemasIn(source).map((said) => ({ source, said })))

/** Where a schema is handed over: to `parseForm` itself, or to what answers every act on a bond or a request. */
function schemasIn({ tree }: Source): ts.Expression[] {
  const found: ts.Expression[] = []
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit)
    if (!ts.isCallExpression(node)) return
    const called = node.expression.getText()
    const [, second, third] = node.arguments
    if (called === 'parseForm' && second) found.push(second)
    if (/^answer\w*Act$/.test(called) && third) found.push(...formsIn(third))
  }
  visit(tree)
  return found
}

/** The `form` of an object as it is written, whatever of it is written in one line. */
function formsIn(object: ts.Expression): ts.Expression[] {
  if (!ts.isObjectLiteralExpression(object)) return []
  return object.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return formsIn(property.expression)
    return ts.isPropertyAssignment(property) && property.name.getText() === 'form'
      ? [property.initializer]
      : []
  })
}

/**
 * Every schema by which a form of the staff is read, under the file that reads it. A place whose schema cannot be found
 * is told of, so that no form escapes by the way it is written.
 */
export async function formsOfStaff(): Promise<{ forms: StaffForm[]; unfound: string[] }> {
  const forms = new Map<string, Map<z.ZodType, StaffForm>>()
  const unfound: string[] = []
  for (const { source, said } of places) {
    const found = await schemasOf(said, source)
    if (found.length === 0 && !isHandedOn(said, source)) unfound.push(`${source.path}: ${said.getText()}`)
    const ofFile = forms.get(source.path) ?? new Map<z.ZodType, StaffForm>()
    forms.set(source.path, ofFile)
    for (const [name, schema] of found)
      if (!ofFile.has(schema)) ofFile.set(schema, { name: `${source.path.slice(4)} ${name}`, schema })
  }
  return { forms: [...forms.values()].flatMap((ofFile) => [...ofFile.values()]), unfound }
}

/** `form(timezone)`, where `form` comes from whoever calls: it is found where it is said. */
function isHandedOn(said: ts.Expression, { tree }: Source): boolean {
  const name = ts.isCallExpression(said) ? said.expression.getText() : said.getText()
  return !declared(tree, name) && !imported(tree, name)
}

/** What the functions among them are called with, where that is not the time zone. */
const today = Temporal.PlainDate.from('2026-11-23')
const givenTo: Record<string, unknown> = { factsForm: today, identityForm: today, lineForm: () => true }

async function schemasOf(said: ts.Node, source: Source): Promise<[string, z.ZodType][]> {
  const names = namesIn(said)
  if (names.has('z')) return asForms(said.getText(), await worthOf(said, source))
  const found: [string, z.ZodType][] = []
  for (const name of [...names].filter((each) => /^[A-Z]|^forms$|^formOf$|.Forms?$/.test(each))) {
    const home = homeOf(name, source)
    const chooser = name === 'formOf' ? home && bodyOf(declared(home.tree, name)) : undefined
    found.push(
      ...(home && chooser ? await schemasOf(chooser, home) : asForms(name, await namedValue(name, source))),
    )
  }
  return found
}

/** What a function chooses among. */
function bodyOf(declaration: ReturnType<typeof declared>): ts.Node | undefined {
  if (!declaration || ts.isFunctionDeclaration(declaration)) return declaration?.body
  const { initializer } = declaration
  return initializer && ts.isArrowFunction(initializer) ? initializer.body : initializer
}

/** The module that a name of ours is written in. */
function homeOf(name: string, source: Source): Source | undefined {
  if (declared(source.tree, name)) return source
  const found = imported(source.tree, name)
  return found && app.get(pathOf(found.from, source))
}

function asForms(name: string, value: unknown): [string, z.ZodType][] {
  if (value instanceof z.ZodType) return isForm(value) ? [[name, value]] : []
  if (typeof value === 'function' && /forms?$/i.test(name))
    return asForms(name, (value as (given: unknown) => unknown)(givenTo[name] ?? 'America/Chicago'))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) =>
    one instanceof z.ZodType && isForm(one) ? [[`${name}.${key}`, one] as [string, z.ZodType]] : [],
  )
}

const isForm = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodPipe
    ? isForm(schema.in as z.ZodType)
    : schema instanceof z.ZodReadonly
      ? isForm(schema.unwrap() as z.ZodType)
      : schema instanceof z.ZodObject || schema instanceof z.ZodUnion

function namesIn(node: ts.Node): Set<string> {
  const names = new Set<string>()
  const visit = (inner: ts.Node): void => {
    if (
      ts.isIdentifier(inner) &&
      !(ts.isPropertyAccessExpression(inner.parent) && inner.parent.name === inner)
    )
      names.add(inner.text)
    ts.forEachChild(inner, visit)
  }
  visit(node)
  return names
}

function declared(
  tree: ts.SourceFile,
  name: string,
): ts.FunctionDeclaration | ts.VariableDeclaration | undefined {
  let found: ts.FunctionDeclaration | ts.VariableDeclaration | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name?.text === name) found ??= node
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) found ??= node
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const imported = (tree: ts.SourceFile, name: string): { from: string; as: string } | undefined =>
  tree.statements
    .filter(ts.isImportDeclaration)
    .flatMap(({ importClause, moduleSpecifier }) => {
      const named = importClause?.namedBindings
      if (!named || !ts.isNamedImports(named) || !ts.isStringLiteral(moduleSpecifier)) return []
      const from = moduleSpecifier.text
      return named.elements.map((element) => ({
        ...{ name: element.name.text, from, as: (element.propertyName ?? element.name).text },
      }))
    })
    .find((each) => each.name === name)

async function namedValue(name: string, source: Source): Promise<unknown> {
  const local = declared(source.tree, name)
  if (local && ts.isVariableDeclaration(local) && local.initializer) return worthOf(local.initializer, source)
  const found = imported(source.tree, name)
  if (!found) return undefined
  if (!/^[.#]/.test(found.from))
    return ((await import(/* @vite-ignore */ found.from)) as Record<string, unknown>)[found.as]
  return ((await import(/* @vite-ignore */ `/${pathOf(found.from, source)}`)) as Record<string, unknown>)[
    found.as
  ]
}

const pathOf = (from: string, source: Source): string =>
  source.imports.find(({ to }) => to.endsWith(from.replace(/^[.#/]+/, '')))?.to ?? ''

/** What an expression of a route's own is worth: a route exports nothing but what its address needs. */
async function worthOf(said: ts.Node, source: Source): Promise<unknown> {
  const scope: Record<string, unknown> = {}
  for (const name of namesIn(said)) {
    const value = await namedValue(name, source)
    if (value !== undefined) scope[name] = value
  }
  const written = ts
    .transpileModule(`(${said.getText()})`, { compilerOptions: { target: ts.ScriptTarget.ES2022 } })
    .outputText.trim()
    .replace(/;$/, '')
  try {
    return compileFunction(`return ${written}`, Object.keys(scope))(...Object.values(scope))
  } catch {
    return undefined
  }
}
