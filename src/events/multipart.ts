/** The boundary of a `multipart/…` content type (RFC 2046 §5.1.1); undefined for any other type, or where it is missing. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\//i.test(contentType)) return undefined;
  const [, quoted, token] = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? [];
  return quoted ?? token;
}

/** The contents of the parts, without their header fields; also of a last one that is not closed. What follows the closing `--` is no part. */
export function partsOf(text: string, boundary: string): readonly string[] {
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`);
  return pieces.slice(1).flatMap((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    return /^[ \t]*\r\n/.test(piece) && end >= 0 ? [piece.slice(end + 4)] : [];
  });
}
