export function Settings() {
  return <p>soon</p>;
}
