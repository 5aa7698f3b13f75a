/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-setting-service.h"

#include "bty-setting-store.h"
#include "bty-worker.h"

/**
 * BtySettingService:
 *
 * The settings of a profile. They are few and small, so all of them are in memory.
 */
struct _BtySettingService
{
  GObject     parent_instance;

  /* Owned */
  BtyWorker  *worker;
  GHashTable *values;   /* key -> value */
};

G_DEFINE_FINAL_TYPE (BtySettingService, bty_setting_service, G_TYPE_OBJECT)

/* One setting on its way to the database. */
typedef struct
{
  char *key;
  char *value;
} Setting;

static void
free_setting (Setting *setting)
{
  g_free (setting->key);
  g_free (setting->value);
  g_free (setting);
}

static gpointer
set_on_db (BtyDatabase   *database,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Setting *setting = data;

  return GINT_TO_POINTER (bty_setting_store_set (database, setting->key, setting->value, error));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtySettingService *self = BTY_SETTING_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  Setting *setting = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_hash_table_insert (self->values, g_strdup (setting->key), g_strdup (setting->value));
  g_task_return_boolean (task, TRUE);
}

static void
bty_setting_service_finalize (GObject *object)
{
  BtySettingService *self = BTY_SETTING_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_pointer (&self->values, g_hash_table_unref);

  G_OBJECT_CLASS (bty_setting_service_parent_class)->finalize (object);
}

static void
bty_setting_service_class_init (BtySettingServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_setting_service_finalize;
}

static void
bty_setting_service_init (BtySettingService *self)
{
}

/**
 * bty_setting_service_new:
 * @worker: the profile's database
 * @values: (element-type utf8 utf8) (transfer full): what is stored now
 *
 * Returns: (transfer full): the service
 */
BtySettingService *
bty_setting_service_new (BtyWorker  *worker,
                         GHashTable *values)
{
  BtySettingService *self = g_object_new (BTY_TYPE_SETTING_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  self->values = values;

  return self;
}

/**
 * bty_setting_service_get:
 * @self: the service
 * @key: one of the BTY_SETTING_ names
 *
 * Returns: (transfer none): its value, "" if it was never set
 */
const char *
bty_setting_service_get (BtySettingService *self,
                         const char        *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  return value != NULL ? value : "";
}

/**
 * bty_setting_service_set_async:
 * @self: the service
 * @key: one of the BTY_SETTING_ names
 * @value: its new value
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores a setting.
 */
void
bty_setting_service_set_async (BtySettingService   *self,
                               const char          *key,
                               const char          *value,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) inner = g_task_new (self, NULL, stored_cb, task);
  Setting *setting = g_new0 (Setting, 1);

  setting->key = g_strdup (key);
  setting->value = g_strdup (value);
  g_task_set_source_tag (task, bty_setting_service_set_async);
  g_task_set_task_data (inner, setting, (GDestroyNotify) free_setting);
  bty_worker_write (self->worker, inner, set_on_db, NULL);
}

/**
 * bty_setting_service_set_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_setting_service_set_finish (BtySettingService  *self,
                                GAsyncResult       *result,
                                GError            **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
