export function EndpointScreen() {
  return <p>soon</p>;
}
