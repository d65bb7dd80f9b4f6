import { lazy } from 'react';
import type { ReactNode } from 'react';
import type { Scope } from './api/contract';
import { Navigate, Route, Routes } from 'react-router';
import { Batched } from './batched/Batched';
import { useWords } from './i18n/use-words';
import { Live } from './live/Live';
import { PaymentDetail } from './payments/PaymentDetail';
import { Payments } from './payments/Payments';
import { Pay } from './pay/Pay';
import { Returned } from './pay/Returned';
import { Profile } from './profile/Profile';
import { Refunds } from './refunds/Refunds';
import { Guard } from './session/Guard';
import { useSession } from './session/context';
import { Shell } from './shell/Shell';
import { Page } from './ui/Page';

const Dashboard = lazy(() =>
  import('./dashboard/Dashboard').then((module) => ({ default: module.Dashboard })),
);
const Users = lazy(() => import('./users/Users').then((module) => ({ default: module.Users })));
const Settings = lazy(() => import('./settings/Settings').then((module) => ({ default: module.Settings })));
const Audit = lazy(() => import('./audit/Audit').then((module) => ({ default: module.Audit })));
const Webhooks = lazy(() => import('./webhooks/Webhooks').then((module) => ({ default: module.Webhooks })));
const Endpoint = lazy(() =>
  import('./webhooks/Endpoint').then((module) => ({ default: module.EndpointScreen })),
);

export function Screens() {
  return (
    <Guard>
      <Live>
        <Routes>
          <Route element={<Shell />}>
            <Route index element={<May scope="payments:read" screen={<Dashboard />} />} />
            <Route path="payments" element={<Payments />} />
            <Route path="payments/:id" element={<PaymentDetail />} />
            <Route path="pay" element={<May scope="payments:create" screen={<Pay />} />} />
            <Route path="pay/returned" element={<Returned />} />
            <Route path="refunds" element={<Refunds />} />
            <Route path="batched" element={<Batched />} />
            <Route path="users" element={<May scope="users:read" screen={<Users />} />} />
            <Route path="settings" element={<May scope="settings:read" screen={<Settings />} />} />
            <Route path="audit" element={<May scope="audit:read" screen={<Audit />} />} />
            <Route path="webhooks" element={<May scope="webhooks:read" screen={<Webhooks />} />} />
            <Route path="webhooks/:id" element={<May scope="webhooks:read" screen={<Endpoint />} />} />
            <Route path="profile" element={<Profile />} />
            <Route path="index.html" element={<Navigate to="/" replace />} />
            <Route path="*" element={<Nothing />} />
          </Route>
        </Routes>
      </Live>
    </Guard>
  );
}

/** Whoever follows a link to what is not for them is told so. The API refuses by itself. */
function May({ scope, screen }: { scope: Scope; screen: ReactNode }) {
  const { t } = useWords();
  const { can } = useSession();
  if (can(scope)) return screen;
  return (
    <Page title={t('common.notAllowed')}>
      <p>{t('common.notAllowedHint')}</p>
    </Page>
  );
}

function Nothing() {
  const { t } = useWords();
  return (
    <Page title={t('common.nothingHere')}>
      <p>{t('common.nothingHereHint')}</p>
    </Page>
  );
}
