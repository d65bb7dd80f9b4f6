export function Webhooks() {
  return <p>soon</p>;
}
