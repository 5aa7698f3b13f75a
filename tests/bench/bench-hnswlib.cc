/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-hnswlib.h"

#include <hnswlib/hnswlib.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

struct _BenchHnswlib
{
  guint dimensions;
  hnswlib::InnerProductSpace space;
  std::unique_ptr<hnswlib::HierarchicalNSW<float>> index;

  explicit _BenchHnswlib (guint n)
    : dimensions (n), space (n)
  {
  }
};

BenchHnswlib *
bench_hnswlib_new (guint dimensions,
                   guint n_rows,
                   guint m,
                   guint ef_construction)
{
  auto *self = new BenchHnswlib (dimensions);

  self->index = std::make_unique<hnswlib::HierarchicalNSW<float>> (&self->space, n_rows, m, ef_construction);

  return self;
}

BenchHnswlib *
bench_hnswlib_load (const char *path,
                    guint       dimensions)
{
  auto *self = new BenchHnswlib (dimensions);

  self->index = std::make_unique<hnswlib::HierarchicalNSW<float>> (&self->space, path);

  return self;
}

void
bench_hnswlib_free (BenchHnswlib *self)
{
  delete self;
}

void
bench_hnswlib_build (BenchHnswlib *self,
                     const float  *vectors,
                     guint         n_rows,
                     guint         n_threads)
{
  std::atomic<guint> next (0);
  std::vector<std::thread> threads;
  auto work = [&] {
    for (guint row = next++; row < n_rows; row = next++)
      self->index->addPoint (vectors + (gsize) row * self->dimensions, row);
  };

  if (n_threads <= 1)
    work ();
  else
    for (guint i = 0; i < n_threads; i++)
      threads.emplace_back (work);
  for (auto &thread : threads)
    thread.join ();
}

void
bench_hnswlib_save (BenchHnswlib *self,
                    const char   *path)
{
  self->index->saveIndex (path);
}

/* What it holds for its rows: the bottom level with the vectors, the upper levels, a lock and a name for each. */
gsize
bench_hnswlib_get_bytes (BenchHnswlib *self)
{
  auto &index = *self->index;
  gsize bytes = index.cur_element_count * (index.size_data_per_element_ + sizeof (char *) + sizeof (int)
                                           + sizeof (std::mutex));

  for (gsize i = 0; i < index.cur_element_count; i++)
    bytes += index.element_levels_[i] * index.size_links_per_element_;

  return bytes;
}

void
bench_hnswlib_search (BenchHnswlib *self,
                      const float  *vector,
                      guint         k,
                      guint         ef,
                      gint64       *keys)
{
  self->index->setEf (ef);
  auto found = self->index->searchKnn (vector, k);

  for (gsize i = found.size (); i > 0; i--)
    {
      keys[i - 1] = found.top ().second;
      found.pop ();
    }
}
