import ts from 'typescript';

/** Prints types in full, with names instead of import paths. */
const flags =
  ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** False for members inherited from other packages, and for private and protected members. */
function isOwnAndPublic(member: ts.Symbol): boolean {
  const declaration = member.declarations?.[0];
  if (!declaration || declaration.getSourceFile().fileName.includes('node_modules')) return false;
  if (member.name.startsWith('#') || member.name === 'prototype') return false;
  const modifiers = ts.getCombinedModifierFlags(declaration);
  return !(modifiers & ts.ModifierFlags.NonPublicAccessibilityModifier);
}

/** One line per public member of a class, an interface or the static side of a class. */
function describeMembers(checker: ts.TypeChecker, type: ts.Type, prefix = ''): string[] {
  return checker
    .getPropertiesOfType(type)
    .filter(isOwnAndPublic)
    .map((member) => {
      const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
      const memberType = checker.getTypeOfSymbol(member);
      return `  ${prefix}${member.name}${optional}: ${checker.typeToString(memberType, undefined, flags)}`;
    })
    .sort();
}

/** One line per call or construct signature. */
function describeSignatures(
  checker: ts.TypeChecker,
  signatures: readonly ts.Signature[],
  prefix: string,
): string[] {
  const arrow = flags | ts.TypeFormatFlags.WriteArrowStyleSignature;
  return signatures.map(
    (signature) => `  ${prefix}${checker.signatureToString(signature, undefined, arrow)}`,
  );
}

function describeSymbol(checker: ts.TypeChecker, name: string, symbol: ts.Symbol): string[] {
  if (symbol.flags & ts.SymbolFlags.Class) {
    const statics = checker.getTypeOfSymbol(symbol);
    return [
      `class ${name}`,
      ...describeSignatures(checker, statics.getConstructSignatures(), 'new '),
      ...describeMembers(checker, statics, 'static '),
      ...describeMembers(checker, checker.getDeclaredTypeOfSymbol(symbol)),
    ];
  }
  if (symbol.flags & ts.SymbolFlags.Interface) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    return [
      `interface ${name}`,
      ...describeSignatures(checker, type.getCallSignatures(), ''),
      ...describeMembers(checker, type),
    ];
  }
  if (symbol.flags & ts.SymbolFlags.TypeAlias) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const whole = flags | ts.TypeFormatFlags.InTypeAlias;
    return [`type ${name} = ${checker.typeToString(type, undefined, whole)}`];
  }
  const kind = symbol.flags & ts.SymbolFlags.Function ? 'function' : 'const';
  const type = checker.getTypeOfSymbol(symbol);
  return [`${kind} ${name}: ${checker.typeToString(type, undefined, flags)}`];
}

/** The public names of an entry file with their kinds and types, sorted, as text to compare. */
export function describeApi(program: ts.Program, entry: string): string {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  const symbols = module ? checker.getExportsOfModule(module) : [];
  return symbols
    .map((symbol) => {
      const isAlias = symbol.flags & ts.SymbolFlags.Alias;
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return describeSymbol(checker, symbol.name, target).join('\n');
    })
    .sort()
    .join('\n');
}
